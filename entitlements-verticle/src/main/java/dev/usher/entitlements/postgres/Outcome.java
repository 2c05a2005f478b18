package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import java.util.List;
import java.util.Optional;

/**
 * What an intent came to, inside its transaction.
 *
 * @param committed the answer, once the transaction is through
 * @param touched targets for which something else is desired than before
 */
record Outcome(Committed committed, List<UserOnBroker> touched) {
    /** Nothing had to change: a change that was made before, or one that only tells how far things are. */
    static Outcome unchanged(Change change) {
        return new Outcome(new Committed(change, false, Optional.empty()), List.of());
    }

    static Outcome ofSeat(Change change, boolean created, Seat seat, List<UserOnBroker> touched) {
        return new Outcome(new Committed(change, created, Optional.of(seat)), touched);
    }
}
