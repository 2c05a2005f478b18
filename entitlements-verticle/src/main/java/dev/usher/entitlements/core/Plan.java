package dev.usher.entitlements.core;

import java.util.List;

/**
 * What to do about one user on one broker. Removals come before additions, always.
 */
public record Plan(List<Step.Remove> removals, List<Step.Add> additions) {
    public Plan {
        removals = List.copyOf(removals);
        additions = List.copyOf(additions);
    }

    /** True if the broker already has what is desired. */
    public boolean isEmpty() {
        return removals.isEmpty() && additions.isEmpty();
    }
}
