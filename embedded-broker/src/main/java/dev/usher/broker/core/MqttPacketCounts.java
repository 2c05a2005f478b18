package dev.usher.broker.core;

import java.util.concurrent.atomic.AtomicLongArray;

/** How many MQTT packets of each kind; thread-safe. */
public final class MqttPacketCounts {

    private final AtomicLongArray counts = new AtomicLongArray(MqttPacketKind.values().length);
    private final MqttPacketCounts whole;

    /** Counts that are a part of others, such as those of a connection of those of its session; or null. */
    MqttPacketCounts(MqttPacketCounts whole) {
        this.whole = whole;
    }

    public void add(MqttPacketKind kind) {
        add(kind, 1);
    }

    /** @param packets may be negative: what was to be sent can go while it waits */
    public void add(MqttPacketKind kind, int packets) {
        counts.addAndGet(kind.ordinal(), packets);
        if (whole != null) {
            whole.add(kind, packets);
        }
    }

    public long of(MqttPacketKind kind) {
        return counts.get(kind.ordinal());
    }
}
