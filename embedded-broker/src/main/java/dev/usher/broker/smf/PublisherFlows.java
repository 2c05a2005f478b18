package dev.usher.broker.smf;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The publisher flows of all clients, connected or about to come back. */
public final class PublisherFlows {

    private final Map<String, PublisherFlow> flows = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    PublisherFlow open(String username, int window) {
        String name = "pubflow/" + UUID.randomUUID();
        PublisherFlow flow = new PublisherFlow(name, username, ids.incrementAndGet(), window, 0);
        flows.put(name, flow);
        return flow;
    }

    /** A flow this username opened earlier. */
    Optional<PublisherFlow> resume(String name, String username) {
        return Optional.ofNullable(flows.get(name)).filter(f -> f.username().equals(username));
    }

    void close(PublisherFlow flow) {
        flows.remove(flow.name());
    }
}
