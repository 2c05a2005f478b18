package dev.usher.bridge.core;

/**
 * The bad record that a partition stands still at.
 *
 * @param byBroker whether the broker refused it; otherwise no topic could be made of it
 */
record Halt(InboundRecord record, Reason reason, String detail, boolean byBroker) {

    @Override
    public String toString() {
        return "stands still at offset " + record.offset() + " (" + reason.code() + ": " + detail
                + "); "
                + (byBroker
                        ? "let the broker take it, it is tried again every minute, or"
                        : "correct the route, which is reloaded, or")
                + " set badRecords: dead-letter and restart";
    }
}
