package dev.usher.e2e.faults;

/** What a bridge does to a record, in this order. */
enum Step {
    /** Records come from Kafka. */
    CONSUME,
    /** A record gets its topic. */
    MAP,
    /** Events are handed to the publisher. */
    SEND,
    /** The publisher says what became of them. */
    ACK,
    /** A position is stored. */
    COMMIT
}
