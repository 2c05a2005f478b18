package dev.usher.entitlements.core;

import java.util.List;

/**
 * What committing an intent would come to; nothing was committed.
 *
 * @param created whether the thing is not there now
 * @param targets each target it would touch, with what is desired now and what would be
 */
public record Rehearsal(boolean created, List<Delta> targets) {
    public Rehearsal {
        targets = List.copyOf(targets);
    }

    /** One target. */
    public record Delta(Desired before, Desired after) {}
}
