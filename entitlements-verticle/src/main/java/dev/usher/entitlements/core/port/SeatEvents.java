package dev.usher.entitlements.core.port;

import io.vertx.core.Future;

/**
 * The broker's own news of clients that connect. Events are direct messages and may be lost, so they are a
 * trigger and never evidence.
 */
public interface SeatEvents {
    /** Starts listening; the Future completes once started, which does not mean that the broker was reached. */
    Future<Void> start(Listener listener);

    /** Stops listening. */
    Future<Void> stop();

    /** Told on the context that called {@link #start}. */
    interface Listener {
        void connected(String clientName);

        /** The connection to the broker is new: whatever happened before was not heard. */
        void mayHaveMissedSome();
    }
}
