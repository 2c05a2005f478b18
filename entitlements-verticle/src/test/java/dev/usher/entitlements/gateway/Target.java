package dev.usher.entitlements.gateway;

/** A real client of a user, subscribed to nothing. */
public interface Target extends AutoCloseable {
    /** Subscribes by itself and waits for the broker's word. */
    void subscribe(String smfFilter);

    /** The next message, as {@code topic payload}. */
    String next();

    /** Goes, and waits for nothing. */
    @Override
    void close();
}
