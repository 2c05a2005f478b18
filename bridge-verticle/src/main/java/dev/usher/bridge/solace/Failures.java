package dev.usher.bridge.solace;

import dev.usher.bridge.core.OutboundEvent;

/**
 * Judges calls with one event that fail over a session that says it is alive. Only an argument that JCSMP does not take is the event's
 * own fault, and makes a dead letter of it; anything else may be over with another session.
 */
final class Failures {

    enum Verdict {
        /** It is the event. */
        REFUSE,
        /** After a short rest. */
        TRY_AGAIN,
        /** It may be the session. */
        OTHER_SESSION,
        /** Two sessions in a row fail on events: it is to rest, and that shows. */
        POSTPONE
    }

    /** So often the session gets a chance. */
    private static final int TRIES = 3;

    /** As {@link #TRIES}, where JCSMP blames the connection and may be about to bring it back. */
    private static final int TRIES_IN_TROUBLE = 50;

    private OutboundEvent tried;
    private int tries;
    /** A session was given up, and nothing was sent since. */
    private boolean fruitless;

    Verdict judge(OutboundEvent event, Exception cause) {
        if (cause instanceof IllegalArgumentException) {
            return Verdict.REFUSE;
        }
        if (tried != event) {
            tried = event;
            tries = 0;
        }
        if (++tries < (ConnectionTrouble.is(cause) ? TRIES_IN_TROUBLE : TRIES)) {
            return Verdict.TRY_AGAIN;
        }
        tried = null;
        fruitless = !fruitless;
        return fruitless ? Verdict.OTHER_SESSION : Verdict.POSTPONE;
    }

    void newSession() {
        tried = null;
    }

    void sent() {
        tried = null;
        fruitless = false;
    }
}
