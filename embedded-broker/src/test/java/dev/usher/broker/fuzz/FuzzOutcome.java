package dev.usher.broker.fuzz;

/** What became of an input. There is no other way for it to end. */
public enum FuzzOutcome {
    /** The broker did what it was asked, or the input was understood. */
    ANSWERED,
    /** Refused with a code of the protocol. */
    REFUSED,
    /** Nothing was said: incomplete, or nothing to be answered. */
    IGNORED,
    /** The connection was closed. */
    CLOSED
}
