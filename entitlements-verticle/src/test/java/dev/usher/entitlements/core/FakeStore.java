package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in a map: it knows what is desired and remembers what it was told. */
final class FakeStore {
    final Map<UserOnBroker, Desired> desired = new HashMap<>();
    final Map<UserOnBroker, String> adopted = new HashMap<>();
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
                        case "desired" -> Future.succeededFuture(desired.get((UserOnBroker) args[0]));
                        case "targets" -> Future.succeededFuture(List.copyOf(desired.keySet()));
                        case "unsettled" -> Future.succeededFuture(List.of());
                        case "adoptedFrom" ->
                            Future.succeededFuture(Optional.ofNullable(adopted.get((UserOnBroker) args[0])));
                        case "recordAdoption" -> {
                            adopted.put((UserOnBroker) args[0], (String) args[1]);
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
}
