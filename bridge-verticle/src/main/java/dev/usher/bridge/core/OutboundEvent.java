package dev.usher.bridge.core;

import dev.usher.topics.Topic;

/** A record with the topic it maps to, on its way to Solace. */
public final class OutboundEvent {

    private final InboundRecord record;
    private final Topic topic;
    private final Delivery delivery;
    private final Lane lane;

    OutboundEvent(InboundRecord record, Topic topic, Delivery delivery, Lane lane) {
        this.record = record;
        this.topic = topic;
        this.delivery = delivery;
        this.lane = lane;
    }

    public InboundRecord record() {
        return record;
    }

    public Topic topic() {
        return topic;
    }

    public Delivery delivery() {
        return delivery;
    }

    /**
     * Whether the partition was given away or rewound since this event was made. A publisher must not send such an event but
     * settle it as {@link PublishOutcome.Unknown}: whoever reads the partition now sends the record. Safe on any thread.
     */
    public boolean abandoned() {
        return lane.abandoned();
    }

    Lane lane() {
        return lane;
    }

    @Override
    public String toString() {
        return record.toString();
    }
}
