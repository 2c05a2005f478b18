package dev.usher.bridge.core;

/** What becomes of a record that cannot be published: no topic can be made of it, or the broker refuses it for good. */
public enum BadRecords {
    /** It is written to {@link DeadLetters}, and its partition goes on. */
    DEAD_LETTER,
    /**
     * Its partition stands still at it until an operator decides: what is in front of it is finished and its position stored, nothing
     * behind it is sent from then on, and it is met again after a restart, by the next owner, or when the mapping is replaced. What was
     * on its way behind a record that the broker refused may have arrived, and then comes again. The other partitions go on.
     */
    STOP
}
