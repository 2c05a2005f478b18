package dev.usher.entitlements.core;

import dev.usher.topics.TopicFilter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Injections that may still happen: asked for and not answered, or made on a client that may not have been the seat's. SEMP
 * reads cannot refute them, so nothing is proven for the target until each was taken back on the manager's own connection,
 * where requests are served in order.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class Doubts {
    private final Map<UserOnBroker, Set<Doubt>> open = new HashMap<>();

    /** A filter that may be, or may still come, on whoever has the client's name. */
    record Doubt(Connection client, TopicFilter filter) {}

    void add(UserOnBroker target, Connection client, TopicFilter filter) {
        open.computeIfAbsent(target, t -> new HashSet<>()).add(new Doubt(client, filter));
    }

    void settle(UserOnBroker target, Doubt doubt) {
        Set<Doubt> doubts = open.getOrDefault(target, new HashSet<>());
        doubts.remove(doubt);
        if (doubts.isEmpty()) {
            open.remove(target);
        }
    }

    Set<Doubt> of(UserOnBroker target) {
        return Set.copyOf(open.getOrDefault(target, Set.of()));
    }
}
