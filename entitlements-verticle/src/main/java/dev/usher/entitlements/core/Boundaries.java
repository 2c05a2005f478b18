package dev.usher.entitlements.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the database's clock has brought about since it was asked last.
 *
 * @param changes committed because a grant began or ended or a seat expired
 * @param expiring seats to be told that something ends soon; each is reported once for the same end
 * @param next how long until the next begin, end or warning; empty if none is known
 */
public record Boundaries(List<Change> changes, List<Expiring> expiring, Optional<Duration> next) {
    public Boundaries {
        changes = List.copyOf(changes);
        expiring = List.copyOf(expiring);
    }

    /**
     * Something that ends soon.
     *
     * @param seat whose client is to be told
     * @param product the product whose grant ends; empty if the seat itself does
     * @param at when
     */
    public record Expiring(Seat seat, Optional<String> product, Instant at) {}
}
