package dev.usher.bridge.core;

import dev.usher.topics.Topic;

/** Events as the pump makes them, for tests of publishers. */
public final class TestEvents {

    private final PartitionId partition;
    private final Lane lane;
    private final Route route;
    private long offset;

    public TestEvents() {
        this(Delivery.direct(true, RecordProperties.DEFAULT));
    }

    public TestEvents(Delivery delivery) {
        this(delivery, Records.PRICES_0);
    }

    public TestEvents(Delivery delivery, PartitionId partition) {
        this.partition = partition;
        lane = new Lane(partition, () -> true, new Custody());
        route = new Route("quotes", partition.topic(), delivery);
    }

    /** The next event of the lane; its topic is {@code t/<offset>}. */
    public OutboundEvent next() {
        InboundRecord record = Records.quote(partition, offset, "S" + offset);
        return new OutboundEvent(
                record, new MapOutcome.Mapped(route, Topic.parse("t/" + offset++), UserProperties.NONE), lane);
    }

    /** An event for a record of one's own. */
    public OutboundEvent of(InboundRecord record, UserProperties properties) {
        return new OutboundEvent(record, new MapOutcome.Mapped(route, Topic.parse("t/x"), properties), lane);
    }

    /** An event of this record. */
    public static OutboundEvent of(InboundRecord record, Delivery delivery, UserProperties properties) {
        Route route = new Route("quotes", record.partition().topic(), delivery);
        return new OutboundEvent(
                record,
                new MapOutcome.Mapped(route, Topic.parse("t"), properties),
                new Lane(record.partition(), () -> true, new Custody()));
    }

    /** As when the partition is given away. */
    public void abandon() {
        lane.abandon();
    }
}
