package dev.usher.bridge.core;

import dev.usher.topics.Topic;

/** Events as the pump makes them, for tests of publishers. */
public final class TestEvents {

    private final Lane lane = new Lane(Records.PRICES_0);
    private long offset;

    /** The next event of the lane; its topic is {@code t/<offset>}. */
    public OutboundEvent next() {
        InboundRecord record = Records.quote(Records.PRICES_0, offset, "S" + offset);
        return new OutboundEvent(record, Topic.parse("t/" + offset++), new Delivery(true, RecordProperties.ALL), lane);
    }

    /** As when the partition is given away. */
    public void abandon() {
        lane.abandon();
    }
}
