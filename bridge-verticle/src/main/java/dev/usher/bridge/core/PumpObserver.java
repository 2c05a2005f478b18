package dev.usher.bridge.core;

import java.util.List;
import java.util.Optional;

/** Counts what a {@link Pump} does. Called on the pump's context, so must not block. */
public interface PumpObserver {

    void read(String kafkaTopic, int records);

    /** A record needs no event, as configured. */
    void skipped(String kafkaTopic, MapOutcome.Skipped why);

    /** These events are accepted: acknowledged, or with direct delivery written to the connection. */
    void accepted(List<OutboundEvent> events);

    /**
     * The broker refused an event.
     *
     * @param forGood whether the record is a bad one; otherwise it is sent again
     */
    void refused(OutboundEvent event, boolean forGood, String detail);

    /**
     * A record is stored as a dead letter.
     *
     * @param route which took it; empty when none did, or nobody can tell
     */
    void deadLettered(String kafkaTopic, Optional<Route> route, Reason reason);

    /** A partition stands still at a bad record, as the policy wants, until an operator decides. */
    void halted(InboundRecord record, Reason reason, String detail);

    /** A partition is read again from its position: after an outcome that was neither accepted nor refused for good, or with a new mapping. */
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
