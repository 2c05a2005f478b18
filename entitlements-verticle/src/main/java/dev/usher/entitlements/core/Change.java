package dev.usher.entitlements.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A committed intent and how far it has come on each user and broker it touches.
 *
 * @param id the change's name
 * @param kind what was asked for, for example {@code user-status}
 * @param requestedAt by the database's clock
 * @param targets every user and broker touched
 */
public record Change(String id, String kind, Instant requestedAt, List<Target> targets) {
    public Change {
        targets = List.copyOf(targets);
    }

    /** True once every target is enforced for the epoch of this change. */
    public boolean enforced() {
        return targets.stream().allMatch(t -> t.proof().isPresent() && t.left().isEmpty());
    }

    /**
     * One user on one broker.
     *
     * @param target whom
     * @param epoch the epoch that this change committed for the target
     * @param proof present once proven for that epoch or a later one
     * @param left what is left, in words; empty when done
     * @param disconnected whether the user's clients were disconnected for it
     */
    public record Target(
            UserOnBroker target, long epoch, Optional<ProofRecord> proof, List<String> left, boolean disconnected) {
        public Target {
            left = List.copyOf(left);
        }
    }

    /** A proof as it was recorded. */
    public record ProofRecord(String kind, Instant at) {}
}
