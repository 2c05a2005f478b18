package dev.usher.bridge.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What is tried again, and when.
 *
 * <p>A <b>pipelined</b> event that did not arrive takes its partition back to the committable position: what was sent behind it comes
 * again behind it, so that the last event of each topic is the newest. When the broker refused it, the partition rests first.
 *
 * <p>A <b>strict</b> event is offered again itself and nothing is read again, because nothing of its key was sent behind it. That holds
 * for an unknown outcome, too: the broker may have the event already, and then it has it twice in a row, but never after a later one
 * of its key. A rewind would send those of other keys again as well, and the events here would have to be made anew.
 */
final class Setbacks {

    private final Seeks seeks;
    private final Timers timers;
    private final PumpObserver observer;
    private final Lanes lanes;
    private final Chunks chunks;
    private final Troubles troubles;
    private final Executor steps;

    Setbacks(PumpPorts ports, Lanes lanes, Outbox outbox, Troubles troubles, Executor steps) {
        this.seeks = new Seeks(ports, troubles, steps);
        this.timers = ports.timers();
        this.observer = ports.observer();
        this.lanes = lanes;
        this.chunks = new Chunks(outbox);
        this.troubles = troubles;
        this.steps = steps;
    }

    /** The broker refused it for now. */
    void postponed(OutboundEvent event, String detail) {
        Lane lane = event.lane();
        if (event instanceof KeyedEvent keyed) {
            note(lane.refused(event.offset(), detail, keyed.refusedBefore(), timers));
            lane.takenBack(event);
            timers.after(
                    keyed.rest(),
                    () -> steps.execute(() -> {
                        if (!keyed.abandoned()) {
                            keyed.restOver();
                            chunks.add(keyed);
                            chunks.close();
                        }
                    }));
        } else {
            Refusals refusals = lane.refused(event.offset(), detail, lane.refusals() != null, timers);
            note(refusals);
            rewind(lane, refusals.delay());
        }
    }

    private void note(Refusals refusals) {
        if (refusals.repeated()) {
            troubles.changed();
        }
    }

    /** Nobody knows whether the broker has it. The publisher takes its time while the connection is away. */
    void unknown(OutboundEvent event) {
        if (event instanceof KeyedEvent keyed) {
            keyed.lane().takenBack(event);
            chunks.add(keyed);
        } else {
            rewind(event.lane(), Duration.ZERO);
        }
    }

    /** To be called after a number of events. */
    void done() {
        chunks.close();
    }

    /** What the partitions stand still at may be mapped otherwise, or taken, now. */
    void tryHaltedAgain() {
        List.copyOf(lanes.all()).forEach(this::tryHaltedAgain);
    }

    /** The partition that stands still at this, if it still does, tries it again. */
    @SuppressWarnings("ReferenceEquality") // another halt at the same record has a time of its own
    void tryAgain(Halt halt) {
        Lane lane = lanes.find(halt.record().partition());
        if (lane != null && lane.halt() == halt) {
            tryHaltedAgain(lane);
        }
    }

    private void tryHaltedAgain(Lane lane) {
        if (lane.halt() != null && !lane.abandoned()) {
            lane.forgetHalt();
            troubles.changed();
            rewind(lane, Duration.ZERO);
        }
    }

    /** Everything from the committable position on is read again. */
    private void rewind(Lane lane, Duration delay) {
        Lane next = lanes.rewind(lane);
        observer.rewound(next.partition());
        if (delay.isZero()) {
            seeks.seek(next);
            return;
        }
        next.resting(true);
        timers.after(
                delay,
                () -> steps.execute(() -> {
                    next.resting(false);
                    seeks.seek(next);
                }));
    }
}
