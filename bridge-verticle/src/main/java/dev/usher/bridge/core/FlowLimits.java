package dev.usher.bridge.core;

/**
 * How much a {@link Pump} holds before it pauses partitions. They are resumed when half of it is left.
 *
 * @param waiting events not yet accepted by Solace, over all partitions: with the publisher, waiting for room there, behind another one
 *     of their key, or for another attempt
 * @param bytes payloads of these events, and of dead letters that are not stored yet with 512 more for each; what one fetch brings may be more
 * @param inFlightPerPartition records above the committable position of one partition; reached when one record, say a dead letter
 *     that Kafka does not take, holds up the position while others go on
 * @param senders how many sessions share the events
 */
public record FlowLimits(int waiting, long bytes, int inFlightPerPartition, int senders) {

    public static final int DEFAULT_BYTES = 64 * 1024 * 1024;

    /** Few enough to begin sending before a large fetch is mapped, many enough that nothing per chunk counts. */
    private static final int CHUNK = 256;

    public FlowLimits {
        if (waiting < 1 || bytes < 1 || inFlightPerPartition < 1 || senders < 1) {
            throw new IllegalArgumentException("all limits must be at least 1: waiting " + waiting + ", bytes " + bytes
                    + ", per partition " + inFlightPerPartition + ", senders " + senders);
        }
    }

    /** For one sender, with the usual number of bytes. */
    public FlowLimits(int waiting, int inFlightPerPartition) {
        this(waiting, DEFAULT_BYTES, inFlightPerPartition, 1);
    }

    /** How many events are handed over together at most: each sender has room for several chunks, so that one can be on its way while the next is made. */
    int chunk() {
        return Math.max(1, Math.min(CHUNK, waiting / senders / 4));
    }

    /**
     * How many events of one partition may stand behind others of their key before it is paused, so that one key that the broker
     * refuses for long takes no more than half of the room from all others.
     */
    int parkedPerPartition(int partitions) {
        return Math.max(1, waiting / (2 * Math.max(1, partitions)));
    }
}
