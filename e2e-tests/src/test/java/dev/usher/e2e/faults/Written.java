package dev.usher.e2e.faults;

import dev.usher.bridge.core.PartitionId;
import java.util.Objects;

/**
 * A record as the scenario wrote it to Kafka.
 *
 * @param key empty for none
 * @param payload null for a tombstone
 * @param topic where its event belongs; empty when it cannot have one
 */
// Payloads are compared by the checker, one by one.
@SuppressWarnings("ArrayRecordComponent")
record Written(PartitionId partition, long offset, String key, byte[] payload, String topic, Fate fate) {

    /** Where a record has to turn up. */
    enum Fate {
        /** In the broker's journal, and nowhere else. */
        EVENT,
        /** In the dead-letter topic, and nowhere else. */
        LETTER,
        /** In either: the broker refuses some for good, as the scenario has it. */
        EITHER
    }

    Written {
        Objects.requireNonNull(partition, "partition");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(fate, "fate");
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
