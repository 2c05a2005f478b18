package dev.usher.bridge.core;

import dev.usher.topics.Topic;
import java.util.List;

/** A record with what it maps to, on its way to Solace. */
public sealed class OutboundEvent permits KeyedEvent {

    private final InboundRecord record;
    private final MapOutcome.Mapped mapped;
    private final Lane lane;

    OutboundEvent(InboundRecord record, MapOutcome.Mapped mapped, Lane lane) {
        this.record = record;
        this.mapped = mapped;
        this.lane = lane;
    }

    /** The event for a record, as the ordering of its route wants it. */
    static OutboundEvent of(InboundRecord record, MapOutcome.Mapped mapped, Lane lane) {
        return mapped.route().delivery().ordering() == Delivery.Ordering.STRICT
                ? new KeyedEvent(record, mapped, lane)
                : new OutboundEvent(record, mapped, lane);
    }

    public final InboundRecord record() {
        return record;
    }

    public final Topic topic() {
        return mapped.topic();
    }

    public final Route route() {
        return mapped.route();
    }

    /** The route's own user properties with this record's values. */
    public final UserProperties properties() {
        return mapped.properties();
    }

    public final Delivery delivery() {
        return mapped.route().delivery();
    }

    /**
     * Whether the partition was given away, rewound, or halted in front of this record since this event was made, or may have been given
     * away without our hearing of it yet. A publisher asks immediately before each send; it must not send such an event but settle it as {@link PublishOutcome.Unknown}: whoever reads the partition next sends the record. Safe on any
     * thread.
     */
    public final boolean abandoned() {
        return lane.bars(record.offset());
    }

    final Lane lane() {
        return lane;
    }

    /** What its payload takes of the memory. */
    final long bytes() {
        return record.payload() == null ? 0 : record.payload().length;
    }

    static long bytes(List<? extends OutboundEvent> events) {
        long sum = 0;
        for (OutboundEvent event : events) {
            sum += event.bytes();
        }
        return sum;
    }

    final long offset() {
        return record.offset();
    }

    @Override
    public final String toString() {
        return record.toString();
    }
}
