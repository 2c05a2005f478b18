package dev.usher.bridge.core;

/** A number that one thread sets and any thread sees. */
final class Level {

    private volatile int value;

    int get() {
        return value;
    }

    void set(int now) {
        value = now;
    }
}
