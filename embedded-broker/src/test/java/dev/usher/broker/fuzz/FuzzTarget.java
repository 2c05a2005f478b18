package dev.usher.broker.fuzz;

import io.vertx.core.Future;

/** A decoder, with whatever of the broker stands behind it, and what must hold whatever it is fed. */
public interface FuzzTarget {

    /** For the command line and reports. */
    String name();

    /** Starts a fresh broker. Called on the event loop, at first and from then on every {@link FuzzRun#EPOCH} inputs. */
    void begin(FuzzLoop loop);

    /** Depends on nothing but its arguments. */
    FuzzInput input(FuzzRandom random, FuzzSource source);

    /** Feeds one input; on the event loop. The future fails, or this throws, when a promise is broken. */
    Future<FuzzOutcome> run(FuzzInput input);

    /** What is too slow to look at after each input; every {@link FuzzRun#CHECK_EVERY} of them, on the event loop. */
    default void check() {
        // Some look at everything after each input.
    }

    /** How many bytes the event loop may allocate for one input. */
    default long allocationLimit(FuzzInput input) {
        return 4_000_000 + 200L * input.data().length;
    }
}
