package dev.usher.broker.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ACL profiles as they were a moment ago, for a broker whose changes take time to be felt. Thread-safe. */
final class AclHistory {

    private record Former(AclProfile profile, Instant until) {}

    private final Duration lag;
    private final Map<String, Deque<Former>> formers = new HashMap<>();

    /** @param lag zero keeps nothing */
    AclHistory(Duration lag) {
        this.lag = lag;
    }

    void replaced(AclProfile before, Instant now) {
        if (!lag.isZero()) {
            synchronized (formers) {
                formers.computeIfAbsent(before.name(), name -> new ArrayDeque<>())
                        .addLast(new Former(before, now.plus(lag)));
            }
        }
    }

    void clear() {
        synchronized (formers) {
            formers.clear();
        }
    }

    /** Those that a subscribe request may still pass; none once the lag is over. */
    List<AclProfile> stillInEffect(String profile, Instant now) {
        if (lag.isZero()) {
            return List.of();
        }
        synchronized (formers) {
            Deque<Former> known = formers.getOrDefault(profile, new ArrayDeque<>());
            known.removeIf(former -> !now.isBefore(former.until()));
            return known.stream().map(Former::profile).toList();
        }
    }
}
