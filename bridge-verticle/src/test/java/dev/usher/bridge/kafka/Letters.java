package dev.usher.bridge.kafka;

import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Dead letters of records with a key and a payload that nobody should read in a log. */
final class Letters {

    private Letters() {}

    static DeadLetter of(String topic, long offset) {
        return of(topic, offset, () -> false);
    }

    static DeadLetter of(String topic, long offset, BooleanSupplier abandoned) {
        byte[] secret = "SECRET".getBytes(StandardCharsets.UTF_8);
        return new DeadLetter(
                new InboundRecord(new PartitionId(topic, 0), offset, 0, secret, secret, List.of()),
                Reason.MISSING_FIELD,
                "field s is not there",
                abandoned);
    }
}
