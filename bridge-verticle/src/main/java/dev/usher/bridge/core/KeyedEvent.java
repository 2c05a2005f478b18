package dev.usher.bridge.core;

import java.time.Duration;

/** An event of a route with strict ordering; {@link KeyGate} knows its place among those with the same key. */
final class KeyedEvent extends OutboundEvent {

    /** Those with the same key; set by the gate. */
    KeyGate.Line line;

    /** The next with the same key. */
    KeyedEvent next;

    /** Whether it waits for a timer before it is offered again. */
    private boolean resting;

    /** Made when it is refused for the first time. */
    private Backoff backoff;

    KeyedEvent(InboundRecord record, MapOutcome.Mapped mapped, Lane lane) {
        super(record, mapped, lane);
    }

    boolean refusedBefore() {
        return backoff != null;
    }

    /** It was refused. @return how long it is not to be offered */
    Duration rest() {
        if (backoff == null) {
            backoff = Refusals.backoff();
        }
        resting = true;
        return backoff.next();
    }

    void restOver() {
        resting = false;
    }

    boolean resting() {
        return resting;
    }
}
