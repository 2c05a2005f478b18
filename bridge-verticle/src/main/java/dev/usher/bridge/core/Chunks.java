package dev.usher.bridge.core;

import java.util.ArrayList;
import java.util.List;

/** Puts events together to chunks of one lane. Nothing stays in here when a step of the pump is over. */
final class Chunks {

    private final Outbox outbox;
    private Lane lane;
    private List<OutboundEvent> chunk;

    Chunks(Outbox outbox) {
        this.outbox = outbox;
    }

    void add(OutboundEvent event) {
        if (chunk == null || lane != event.lane() || chunk.size() == outbox.chunkSize()) {
            close();
            lane = event.lane();
            chunk = new ArrayList<>(64);
        }
        chunk.add(event);
    }

    /** What is together goes out, unless its lane has ended since. */
    void close() {
        if (chunk != null && !lane.abandoned()) {
            outbox.add(lane, chunk);
        }
        chunk = null;
        lane = null;
    }
}
