package dev.usher.bridge.core;

/** Tells other threads that nothing more is to be sent. It closes once. */
final class Fence {

    private volatile boolean closed;

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
