package dev.usher.bridge.core;

/**
 * What others hold of one partition: events with the publisher, and dead letters under way. The lanes that follow each other in a
 * partition share it, also from one assignment to the next, because what an earlier one handed over may still be sent.
 */
final class Custody {

    private int offered;
    private int letters;

    void offered(int events) {
        offered += events;
    }

    /** The publisher has nothing more to do with so many events. */
    void answered(int events) {
        offered -= events;
    }

    void letterBegun() {
        letters++;
    }

    void letterEnded() {
        letters--;
    }

    boolean isEmpty() {
        return offered == 0 && letters == 0;
    }
}
