package dev.usher.bridge.core;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * A record that cannot be published.
 *
 * @param detail what is wrong, naming fields but never showing values
 * @param abandoned turns true when the partition was given away: whoever reads it now writes the letter. Safe on any thread
 */
public record DeadLetter(InboundRecord record, Reason reason, String detail, BooleanSupplier abandoned) {
    public DeadLetter {
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(abandoned, "abandoned");
    }
}
