package dev.usher.bridge.core;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves records from a {@link RecordSource} over {@link RecordMapper}s to an {@link EventPublisher}. An offset becomes committable only
 * when its record and all before it are accepted, skipped as configured, or stored as dead letters.
 *
 * <pre>
 *   RecordSource        ┌──────────────────────── Pump ─────────────────────────┐        EventPublisher
 *                       │                                                       │
 *    batch ────────────►│ Intake: opened in the OffsetLedger of its Lane, mapped │
 *                       │   │        │            │                             │
 *                       │   │     skipped      unmappable ──► BadRecordDesk ────┼──► DeadLetters
 *                       │ mapped      │ done                   │  ▲    │ stop:   │    stored: done
 *                       │   ▼         ▼                        │  │    ▼ Halt    │
 *                       │ KeyGate (strict only: one per key)   │  │              │
 *                       │   ▼                                     │              │
 *                       │ Outbox: chunks of one partition ────────┼──────────────┼──► offer
 *                       │                                         │              │      │
 *                       │ Settling ◄──────────────────────────────┼──────────────┼── settled
 *                       │   ├─ accepted: done                     │              │
 *                       │   ├─ rejected ──────────────────────────┘              │
 *                       │   └─ postponed, unknown ──► Setbacks: pipelined ───────┼──► seek, read again
 *                       │                               strict ──► Outbox        │
 *    pause, resume ◄────┤ Flow      after every step                            │
 *    commit        ◄────┤ Commits   position of the ledger: all below are done  │
 *                       └───────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Memory. Events wait with the publisher or in their lanes. When {@link FlowLimits#waiting} is reached, or their payloads and those of
 * the dead letters under way reach {@link FlowLimits#bytes}, every partition is paused.
 * Because reading runs ahead, up to two more fetches may follow a pause, so at most {@code waiting - 1 + three fetches} events wait
 * (plus three fetches for each partition newly assigned meanwhile, because it starts out unpaused). In the same way a partition has at most
 * {@code inFlightPerPartition - 1 + three fetches} records above its position.
 *
 * <p>Order. See {@link Delivery.Ordering} and {@link Setbacks}. Strict ordering is among the strict events of a partition, whichever of
 * its routes they take; it holds through refusals, also where routes of the same Kafka topic are pipelined or direct: what is known to be
 * accepted strictly is not sent again when a neighbour's refusal makes the partition read again. While records read before {@link #use}
 * are unfinished, a refusal may make those read since come again, in order, because what had the key of one may have been pipelined.
 * Nothing is promised about the order between a strict event and another one, nor between a dead letter and what follows it. A
 * partition that changes hands, or whose stored position is older because the bridge stopped hard, is sent again from that position by
 * whoever reads it next.
 *
 * <p>Everything runs on one context; there are no locks. Work is done in steps, and after each the outbox, the waiting releases and the
 * flow are looked at once.
 *
 * <p>A step that throws is a defect, and what it has not done nobody makes good: answers may be lost. Their records stay open, so no
 * position passes them; {@link #problem} says so, and no more records are taken, at which the source stops reading.
 */
public final class Pump implements RecordSource.Sink, EventPublisher.Answers {

    private final Troubles troubles = new Troubles();
    private final Releases releases = new Releases();
    private final Lanes lanes;
    private final Outbox outbox;
    private final Intake intake;
    private final Setbacks setbacks;
    private final Settling settling;
    private final Commits commits;
    private final Flow flow;
    private final EventPublisher publisher;
    private boolean stepping;
    private Throwable defect;

    /** @param mappers one for each Kafka topic */
    public Pump(Map<String, RecordMapper> mappers, PumpPorts ports, FlowLimits limits, BadRecords policy) {
        lanes = new Lanes(ports.source()::mayStillSend);
        publisher = ports.publisher();
        outbox = new Outbox(ports.publisher(), limits);
        setbacks = new Setbacks(ports, lanes, outbox, troubles, this::step);
        BadRecordDesk badRecords = new BadRecordDesk(policy, ports, setbacks, troubles, this::step);
        intake = new Intake(mappers, lanes, outbox, badRecords, ports.observer());
        settling = new Settling(outbox, badRecords, setbacks, ports.observer());
        commits = new Commits(ports, lanes);
        flow = new Flow(limits, ports, lanes, outbox, badRecords, troubles);
    }

    @Override
    public void records(List<InboundRecord> batch) {
        if (defect != null) {
            throw new IllegalStateException("nothing is taken any more after a defect", defect);
        }
        step(() -> intake.take(batch));
    }

    @Override
    public void settled(List<OutboundEvent> events, PublishOutcome outcome) {
        step(() -> settling.settled(events, outcome));
    }

    @Override
    public Future<Void> release(Set<PartitionId> partitions) {
        Set<Custody> held = new HashSet<>();
        for (PartitionId partition : partitions) {
            Lane lane = lanes.find(partition);
            if (lane != null) {
                lane.abandon();
            }
            held.add(lanes.custody(partition));
        }
        Future<Void> done = releases.add(held);
        step(troubles::changed);
        return done;
    }

    @Override
    public Map<PartitionId, Long> forget(Set<PartitionId> partitions) {
        Map<PartitionId, Long> positions = new LinkedHashMap<>();
        step(() -> {
            Set<Lane> forgotten = lanes.remove(partitions);
            for (Lane lane : forgotten) {
                lane.ledger().uncommitted().ifPresent(position -> positions.put(lane.partition(), position));
            }
            flow.forget(forgotten);
            troubles.changed();
        });
        return positions;
    }

    @Override
    public Future<Void> discard(Set<PartitionId> partitions) {
        return publisher.discard(partitions);
    }

    /**
     * New records are mapped by these; events made before keep what they have. Then as {@link #tryHaltedAgain}.
     *
     * @throws IllegalArgumentException when the Kafka topics are not those of before
     */
    public void use(Map<String, RecordMapper> mappers) {
        intake.use(mappers);
        lanes.remapped();
        tryHaltedAgain();
    }

    /** Partitions that stand still at a bad record try it again. To be called on the pump's context. */
    public void tryHaltedAgain() {
        step(setbacks::tryHaltedAgain);
    }

    /** Commits what is new, unless a commit is under way. Does not fail; what could not be committed is tried again next time. */
    public Future<Void> commit() {
        return commits.commit();
    }

    /**
     * For each partition how many records that were read a restart now would read again. Safe on any thread.
     */
    public Map<PartitionId, Integer> inFlight() {
        return lanes.inFlight();
    }

    /** Which partitions stand still or are held up, where, why, and what helps. Safe on any thread. */
    public Optional<String> problem() {
        return troubles.problem();
    }

    /** How many partitions stand still at a bad record. Safe on any thread. */
    public int haltedPartitions() {
        return troubles.halted();
    }

    /** How many partitions do not get on because the broker refuses their events for now. Safe on any thread. */
    public int heldUpPartitions() {
        return troubles.heldUp();
    }

    /** Work that comes up within a step belongs to it. */
    private void step(Runnable work) {
        if (stepping) {
            work.run();
            return;
        }
        stepping = true;
        try {
            work.run();
            outbox.handOver();
            flow.update();
            troubles.update(lanes);
        } catch (RuntimeException | Error e) {
            defect = e;
            troubles.defect(e);
            throw e;
        } finally {
            stepping = false;
        }
        releases.update();
    }
}
