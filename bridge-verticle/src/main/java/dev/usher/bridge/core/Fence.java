package dev.usher.bridge.core;

/** Tells other threads which records are not to be sent any more. It only ever closes further. */
final class Fence {

    private volatile long from = Long.MAX_VALUE;

    /** For all records. */
    void close() {
        from = Long.MIN_VALUE;
    }

    /** For this offset and those above it. */
    void closeFrom(long offset) {
        from = Math.min(from, offset);
    }

    /** The lowest offset that is not to be sent; {@link Long#MAX_VALUE} when all are. */
    long from() {
        return from;
    }

    boolean isClosed() {
        return from == Long.MIN_VALUE;
    }
}
