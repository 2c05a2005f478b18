package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many subscriptions one broker still takes. Limits are read again when they are {@link #FRESH} old; what the Message VPN
 * holds is the sum of what was last seen on each client username in our care, since the broker does not tell it.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class Capacity {
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final BrokerView view;
    private final Clock clock;
    private final Map<String, Known> limits = new HashMap<>();
    private final Map<String, Long> held = new HashMap<>();
    private long sum;

    Capacity(BrokerView view, Clock clock) {
        this.view = view;
        this.clock = clock;
    }

    private record Known(Instant at, SubscriptionLimits limits) {}

    /** Takes in what all clients of a username hold together. */
    void saw(String clientUsername, long subscriptions) {
        Long before = held.put(clientUsername, subscriptions);
        sum += subscriptions - (before == null ? 0 : before);
    }

    /** Room for clients of a username under a client profile. Fails as {@link BrokerView#limits} does. */
    Future<Observed.Room> roomFor(String clientUsername, String clientProfile, Urgency urgency) {
        long elsewhere = sum - held.getOrDefault(clientUsername, 0L);
        Known known = limits.get(clientProfile);
        if (known != null && known.at().plus(FRESH).isAfter(clock.instant())) {
            return Future.succeededFuture(new Observed.Room(known.limits(), elsewhere));
        }
        return view.limits(clientProfile, urgency).map(read -> {
            limits.put(clientProfile, new Known(clock.instant(), read));
            return new Observed.Room(read, elsewhere);
        });
    }
}
