package dev.usher.bridge.core;

/** Counts what a {@link Pump} does. Called on the pump's context, so must not block. */
public interface PumpObserver {

    void read(String kafkaTopic, int records);

    void published(int records);

    void deadLettered(String kafkaTopic, Reason reason);

    /** A partition is read again from its position, after an {@link PublishOutcome.Unknown} outcome. */
    void rewound(PartitionId partition);

    void committed(int partitions);

    void commitFailed(Throwable cause);

    /**
     * The levels after a step.
     *
     * @param inFlight records read that a restart now would read again
     * @param waiting of these, events that Solace has not taken
     * @param pausedPartitions partitions not fetched from because of either
     */
    void levels(int inFlight, int waiting, int pausedPartitions);
}
