package dev.usher.entitlements.core;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a client username is ours to change, and the way back.
 *
 * @param broker the broker's name
 * @param clientUsername on that broker
 * @param formerAclProfile what it had before we touched it
 * @param formerClientProfile what it had before we touched it; empty if it was not recorded
 * @param adoptedAt by the database's clock
 * @param releasedAt when it was given back; it is not touched again until it is adopted again
 */
public record Adoption(
        String broker,
        String clientUsername,
        String formerAclProfile,
        Optional<String> formerClientProfile,
        Instant adoptedAt,
        Optional<Instant> releasedAt) {
    /** True while the username is in our care. */
    public boolean isOurs() {
        return releasedAt.isEmpty();
    }
}
