package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in a map: it knows what is desired and remembers what it was told. */
final class FakeStore {
    final Map<UserOnBroker, Desired> desired = new HashMap<>();
    final Map<UserOnBroker, Adoption> adopted = new HashMap<>();
    final List<String> told = new ArrayList<>();
    boolean away;

    EntitlementStore port() {
        return (EntitlementStore) Proxy.newProxyInstance(
                EntitlementStore.class.getClassLoader(),
                new Class<?>[] {EntitlementStore.class},
                (proxy, method, args) -> {
                    if (away) {
                        return Future.failedFuture(
                                new EntitlementStore.StoreUnavailableException("database is away", null));
                    }
                    return switch (method.getName()) {
                        case "desired" -> {
                            Desired d = desired.get((UserOnBroker) args[0]);
                            yield Future.succeededFuture(new Desired(
                                    d.target(),
                                    d.rights(),
                                    d.profileGroup(),
                                    Optional.ofNullable(adopted.get(d.target())),
                                    d.seats(),
                                    d.epoch()));
                        }
                        case "targets" -> Future.succeededFuture(List.copyOf(desired.keySet()));
                        case "passBoundaries" ->
                            Future.succeededFuture(new Boundaries(List.of(), List.of(), Optional.empty()));
                        case "unsettled" -> Future.succeededFuture(List.of());
                        case "recordAdoption" -> {
                            adopt((UserOnBroker) args[0], (Intent.Adopt.Former) args[1], Optional.empty());
                            yield Future.succeededFuture();
                        }
                        case "recordExposure", "recordEnforced", "recordPending" -> {
                            told.add(method.getName());
                            yield Future.succeededFuture();
                        }
                        default -> throw new AssertionError("not expected here: " + method);
                    };
                });
    }

    void adopt(UserOnBroker target, Intent.Adopt.Former former, Optional<Instant> releasedAt) {
        adopted.put(
                target,
                new Adoption(
                        target.broker(),
                        target.clientUsername(),
                        former.aclProfile(),
                        Optional.of(former.clientProfile()),
                        Instant.EPOCH,
                        releasedAt));
    }
}
