package dev.usher.bridge.core;

import io.vertx.core.Future;

/** Keeps the records that cannot be published. */
public interface DeadLetters {

    /**
     * Writes a record with the reason. Trouble is not reported but retried for as long as it takes, because giving up would lose the
     * record.
     *
     * @return done when the dead letter is stored for good; fails only when the writer was closed, or the letter abandoned, first
     */
    Future<Void> write(DeadLetter letter);

    /** Fails every write that is not done. Does not fail itself. */
    Future<Void> close();
}
