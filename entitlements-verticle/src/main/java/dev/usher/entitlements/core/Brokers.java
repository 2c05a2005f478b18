package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured brokers and the runs that are made on them. */
final class Brokers {
    private final Map<String, BrokerDesk> desks;

    Brokers(Map<String, BrokerDesk> desks) {
        this.desks = Collections.unmodifiableMap(new LinkedHashMap<>(desks));
    }

    /** The broker of that name, or the only one. Fails with {@link UnknownReferenceException}. */
    Future<BrokerDesk> named(Optional<String> name) {
        if (name.isEmpty()) {
            return desks.size() == 1
                    ? Future.succeededFuture(desks.values().iterator().next())
                    : Future.failedFuture(new UnknownReferenceException("name the broker: one of " + desks.keySet()));
        }
        return find(name.get())
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(new UnknownReferenceException(
                        "broker " + name.get() + " is not configured; one of " + desks.keySet())));
    }

    /** In the order of the configuration. */
    List<String> names() {
        return List.copyOf(desks.keySet());
    }

    /** Empty for a broker that is mapped to and not configured any more. */
    Optional<BrokerDesk> find(String name) {
        return Optional.ofNullable(desks.get(name));
    }

    /** Starts the runs a change needs; completes when all are done for its epochs or the wait is over. Never fails. */
    Future<Void> enforce(Change change, Ask ask, Duration wait) {
        return Future.join(change.targets().stream()
                        .map(touched -> enforce(touched.target(), touched.epoch(), ask, wait))
                        .toList())
                .mapEmpty();
    }

    /** As {@link Enforcements#enforce}; a target on a broker that is not configured is done. */
    Future<Void> enforce(UserOnBroker target, long epoch, Ask ask, Duration wait) {
        return find(target.broker())
                .map(desk -> desk.enforcements().enforce(target, epoch, ask, wait))
                .orElseGet(Future::succeededFuture);
    }

    /** Starts a run and does not wait for it. */
    void look(UserOnBroker target, Ask ask) {
        find(target.broker()).ifPresent(desk -> desk.enforcements().run(target, ask));
    }
}
