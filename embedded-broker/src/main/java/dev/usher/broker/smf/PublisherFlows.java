package dev.usher.broker.smf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The publisher flows of all clients, connected or about to come back. */
public final class PublisherFlows {

    /** Beyond these, the flow that was not used for longest is forgotten: clients need not come back. */
    static final int MAX_FLOWS = 10_000;

    /** The one that was not used for longest first. */
    private final Map<String, PublisherFlow> flows = new LinkedHashMap<>(16, 0.75f, true);

    private final AtomicInteger ids = new AtomicInteger();

    synchronized PublisherFlow open(String username, int window) {
        String name = "pubflow/" + UUID.randomUUID();
        PublisherFlow flow = new PublisherFlow(name, username, ids.incrementAndGet(), window, 0);
        flows.put(name, flow);
        forgetOldest(flow);
        return flow;
    }

    /** A flow this username opened earlier. */
    synchronized Optional<PublisherFlow> resume(String name, String username) {
        return Optional.ofNullable(flows.get(name)).filter(f -> f.username().equals(username));
    }

    /** A publisher that comes back finds its flow unknown and opens a new one. */
    synchronized void forgetAll() {
        flows.clear();
    }

    /** A flow that was lost goes on under its name, after what its client knows to have arrived; empty if it is another's. */
    synchronized Optional<PublisherFlow> adopt(String name, String username, int window, long lastAcked) {
        PublisherFlow flow = new PublisherFlow(name, username, ids.incrementAndGet(), window, lastAcked);
        if (flows.putIfAbsent(name, flow) != null) {
            return Optional.empty();
        }
        forgetOldest(flow);
        return Optional.of(flow);
    }

    synchronized void close(PublisherFlow flow) {
        flows.remove(flow.name());
    }

    /** The connection that used it has gone; until now it was in use. */
    synchronized void left(PublisherFlow flow, Object connection) {
        flow.leftBy(connection);
        if (flows.remove(flow.name(), flow)) {
            flows.put(flow.name(), flow);
        }
    }

    private void forgetOldest(PublisherFlow newest) {
        for (int tries = flows.size(); flows.size() > MAX_FLOWS; tries--) {
            // Looking at it makes it the newest: one whose connection is there is not asked about again soon.
            PublisherFlow oldest = flows.get(flows.keySet().iterator().next());
            boolean spared = oldest == newest || oldest.isInUse();
            if (!spared || tries <= 0) {
                flows.remove(oldest.name());
            }
        }
    }
}
