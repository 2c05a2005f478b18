package dev.usher.bridge.core;

import java.util.ArrayDeque;
import java.util.List;

/**
 * Hands chunks of events to the publisher, those of one lane in order. When there is no room they wait here, and lanes take turns, one
 * chunk each; a lane whose chunk is not taken does not keep the others back, because the publisher may have room for them.
 */
final class Outbox {

    private final EventPublisher publisher;
    private final int chunkSize;
    private ArrayDeque<Lane> waiting = new ArrayDeque<>();
    private ArrayDeque<Lane> full = new ArrayDeque<>();
    private int handedOver;
    private long handedOverBytes;

    Outbox(EventPublisher publisher, FlowLimits limits) {
        this.publisher = publisher;
        this.chunkSize = limits.chunk();
    }

    /** How many events are handed over together at most. */
    int chunkSize() {
        return chunkSize;
    }

    /** @param chunk of this lane, not to be changed afterwards */
    void add(Lane lane, List<OutboundEvent> chunk) {
        if (waiting.isEmpty() && offer(lane, chunk)) {
            return;
        }
        if (lane.chunks().isEmpty()) {
            waiting.add(lane);
        }
        lane.chunks().add(chunk);
    }

    void handOver() {
        if (waiting.isEmpty()) {
            return;
        }
        for (Lane lane = waiting.poll(); lane != null; lane = waiting.poll()) {
            List<OutboundEvent> chunk = lane.chunks().peek();
            if (chunk == null) {
                // The lane has ended, or was halted in front of all of it.
                continue;
            }
            if (offer(lane, chunk)) {
                lane.chunks().remove();
                if (!lane.chunks().isEmpty()) {
                    waiting.add(lane);
                }
            } else {
                full.add(lane);
            }
        }
        ArrayDeque<Lane> empty = waiting;
        waiting = full;
        full = empty;
    }

    private boolean offer(Lane lane, List<OutboundEvent> chunk) {
        boolean taken = publisher.offer(chunk);
        if (taken) {
            lane.offered(chunk);
            handedOver += chunk.size();
            handedOverBytes += OutboundEvent.bytes(chunk);
        }
        return taken;
    }

    void answered(List<OutboundEvent> events) {
        handedOver -= events.size();
        handedOverBytes -= OutboundEvent.bytes(events);
    }

    /** Events with the publisher, those of lanes that have ended included. */
    int handedOver() {
        return handedOver;
    }

    /** Their payloads. */
    long handedOverBytes() {
        return handedOverBytes;
    }
}
