package dev.usher.bridge.core;

import java.util.HashSet;
import java.util.Set;

/** Pauses and resumes partitions, so that what is held stays within the {@link FlowLimits}. */
final class Flow {

    private final FlowLimits limits;
    private final RecordSource source;
    private final PumpObserver observer;
    private final Lanes lanes;
    private final Outbox outbox;
    private final BadRecordDesk badRecords;
    private final Troubles troubles;
    private boolean full;
    private boolean heavy;

    Flow(FlowLimits limits, PumpPorts ports, Lanes lanes, Outbox outbox, BadRecordDesk badRecords, Troubles troubles) {
        this.limits = limits;
        this.source = ports.source();
        this.observer = ports.observer();
        this.lanes = lanes;
        this.outbox = outbox;
        this.badRecords = badRecords;
        this.troubles = troubles;
    }

    void update() {
        int waiting = outbox.handedOver();
        long bytes = outbox.handedOverBytes() + badRecords.bytes();
        for (Lane lane : lanes.all()) {
            waiting += lane.held();
            bytes += lane.heldBytes();
        }
        full = Lane.over(waiting, limits.waiting(), full);
        heavy = Lane.over(bytes, limits.bytes(), heavy);
        int parked = limits.parkedPerPartition(lanes.all().size());
        Set<PartitionId> pause = Set.of();
        Set<PartitionId> resume = Set.of();
        int inFlight = 0;
        int crowded = 0;
        for (Lane lane : lanes.all()) {
            if (!lane.abandoned() && lane.decidePause(full || heavy, limits.inFlightPerPartition(), parked)) {
                if (lane.paused()) {
                    pause = with(pause, lane);
                } else {
                    resume = with(resume, lane);
                }
            }
            if (lane.recovered()) {
                troubles.changed();
            }
            inFlight += lane.noteSpan();
            crowded += lane.crowded() ? 1 : 0;
        }
        if (!pause.isEmpty()) {
            source.pause(pause);
        }
        if (!resume.isEmpty()) {
            source.resume(resume);
        }
        observer.levels(inFlight, waiting, crowded);
    }

    /**
     * A pause that the reader has not come to yet could outlive the rebalance, and nobody would know of it when the partition comes
     * straight back.
     */
    void forget(Set<Lane> forgotten) {
        Set<PartitionId> resume = Set.of();
        for (Lane lane : forgotten) {
            if (lane.paused()) {
                resume = with(resume, lane);
            }
        }
        if (!resume.isEmpty()) {
            source.resume(resume);
        }
    }

    private static Set<PartitionId> with(Set<PartitionId> partitions, Lane lane) {
        Set<PartitionId> set = partitions.isEmpty() ? new HashSet<>() : partitions;
        set.add(lane.partition());
        return set;
    }
}
