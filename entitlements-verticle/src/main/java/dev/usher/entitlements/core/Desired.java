package dev.usher.entitlements.core;

import java.util.List;

/**
 * What must be true on the broker for one user, read in one snapshot.
 *
 * @param target whom it is about
 * @param rights what the user may see; {@link Rights#NONE} when suspended
 * @param seats the open seats; every other client of the username gets nothing
 * @param epoch grows with every committed intent that touches this target; an enforcement counts for the epoch it read
 */
public record Desired(UserOnBroker target, Rights rights, List<Seat> seats, long epoch) {
    public Desired {
        seats = List.copyOf(seats);
    }
}
