package dev.usher.e2e.faults;

import dev.usher.bridge.core.PartitionId;

/** A promise the bridge broke, with the record it broke it for. */
record Violation(Kind kind, PartitionId partition, long offset, String detail) {

    enum Kind {
        /** Neither accepted by the broker nor in the dead-letter topic, and no bridge is going to see to it. */
        LOST,
        /** Below a stored position while neither accepted nor in the dead-letter topic: a crash now would lose it. */
        PREMATURE_COMMIT,
        /** Accepted before a record it has to come after. */
        OUT_OF_ORDER,
        /** The bytes are not those that were written. */
        WRONG_PAYLOAD,
        WRONG_TOPIC,
        /** A dead letter of a record that nothing is wrong with. */
        BURIED_ALIVE,
        /** An event of a record that can have none. */
        PUBLISHED_THOUGH_BAD,
        /** Of a record that nobody wrote. */
        UNHEARD_OF
    }

    @Override
    public String toString() {
        return kind + " " + partition + "@" + offset + ": " + detail;
    }
}
