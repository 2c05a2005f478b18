package dev.usher.entitlements.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A change and how far it has come, in numbers and examples: a change may touch more targets than anybody wants to read.
 *
 * @param change the change with the targets that are shown: what is not done first, the longest pending before others
 * @param brokers counts for each broker it touches
 * @param slowest the target that took or is taking longest, and how long; empty if it touches nobody
 * @param shownAll whether every target is shown
 */
public record Progress(Change change, List<OfBroker> brokers, Optional<Slowest> slowest, boolean shownAll) {
    public Progress {
        brokers = List.copyOf(brokers);
    }

    /**
     * Counts on one broker.
     *
     * @param failed pending, and nothing will change that until somebody does something
     */
    public record OfBroker(String broker, long enforced, long pending, long failed) {}

    /** A target with the time from the request to its proof, or to now. */
    public record Slowest(UserOnBroker target, Duration took, boolean enforced) {}

    public boolean enforced() {
        return brokers.stream().allMatch(b -> b.pending() == 0 && b.failed() == 0);
    }
}
