package dev.usher.bridge.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Does with bad records what the policy says. */
final class BadRecordDesk {

    /** What a broker refuses for good it may take after an operator saw to it, of which nobody tells us. */
    private static final Duration TRIED_AGAIN = Duration.ofMinutes(1);

    /** What a letter takes beside the payload, about: millions of tombstones are not nothing. */
    private static final int LETTER_BYTES = 512;

    private final BadRecords policy;
    private final DeadLetters deadLetters;
    private final PumpObserver observer;
    private final Timers timers;
    private final Setbacks setbacks;
    private final Troubles troubles;
    private final Executor steps;
    private long bytes;

    BadRecordDesk(BadRecords policy, PumpPorts ports, Setbacks setbacks, Troubles troubles, Executor steps) {
        this.policy = policy;
        this.deadLetters = ports.deadLetters();
        this.observer = ports.observer();
        this.timers = ports.timers();
        this.setbacks = setbacks;
        this.troubles = troubles;
        this.steps = steps;
    }

    /**
     * No topic could be made of it. Nothing is done when the record was finished for good meanwhile.
     *
     * @param record held by nobody
     */
    void unmappable(InboundRecord record, Lane lane, MapOutcome.Unmappable why) {
        if (!lane.ledger().isOpen(record.offset())) {
            return;
        }
        if (policy == BadRecords.STOP) {
            halt(lane, new Halt(record, why.reason(), why.detail(), false));
        } else {
            bury(record, lane, why.route(), why.reason(), why.detail());
        }
    }

    /** The broker refused it for good; it is held by nobody. Nothing is done when it was finished for good meanwhile. */
    void refused(OutboundEvent event, Reason reason, String detail) {
        if (!event.lane().ledger().isOpen(event.offset())) {
            return;
        }
        if (policy == BadRecords.STOP) {
            Halt halt = new Halt(event.record(), reason, detail, true);
            halt(event.lane(), halt);
            timers.after(TRIED_AGAIN, () -> steps.execute(() -> setbacks.tryAgain(halt)));
        } else {
            bury(event.record(), event.lane(), Optional.of(event.route()), reason, detail);
        }
    }

    /** The record stays open in the ledger, so the position never passes it. */
    private void halt(Lane lane, Halt halt) {
        lane.halt(halt);
        troubles.changed();
        observer.halted(halt.record(), halt.reason(), halt.detail());
    }

    /** What the letters take that are not stored yet. */
    long bytes() {
        return bytes;
    }

    private void bury(InboundRecord record, Lane lane, Optional<Route> route, Reason reason, String detail) {
        long size = LETTER_BYTES + (record.payload() == null ? 0 : record.payload().length);
        lane.letterBegun();
        bytes += size;
        deadLetters
                .write(new DeadLetter(record, reason, detail, lane::abandoned))
                .onComplete(written -> steps.execute(() -> {
                    lane.letterEnded();
                    bytes -= size;
                    if (written.succeeded()) {
                        observer.deadLettered(record.partition().topic(), route, reason);
                        lane.finishForGood(record.offset());
                    }
                }));
    }
}
