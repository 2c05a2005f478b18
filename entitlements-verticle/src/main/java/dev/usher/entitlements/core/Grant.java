package dev.usher.entitlements.core;

import java.time.Instant;
import java.util.Optional;

/**
 * A product given to a user or a group, for all time or for a span of it. The span is judged by the database's clock.
 *
 * @param product the product's name
 * @param validFrom counts from this instant on; empty for always
 * @param validUntil counts until just before this instant; empty for ever
 */
public record Grant(String product, Optional<Instant> validFrom, Optional<Instant> validUntil)
        implements Comparable<Grant> {
    public Grant {
        Ids.check("product", product);
        if (validFrom.isPresent() && validUntil.isPresent() && !validFrom.get().isBefore(validUntil.get())) {
            throw new IllegalArgumentException("grant of product " + product + " ends at " + validUntil.get()
                    + ", which is not after its begin at " + validFrom.get());
        }
    }

    /** A grant without a begin and an end. */
    public static Grant of(String product) {
        return new Grant(product, Optional.empty(), Optional.empty());
    }

    /** Whether it counts at an instant. */
    public boolean countsAt(Instant instant) {
        return validFrom.map(from -> !instant.isBefore(from)).orElse(true)
                && validUntil.map(instant::isBefore).orElse(true);
    }

    /** By product, of which a holder has at most one grant. */
    @Override
    public int compareTo(Grant other) {
        return product.compareTo(other.product);
    }
}
