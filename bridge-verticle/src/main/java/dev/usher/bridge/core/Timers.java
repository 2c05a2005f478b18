package dev.usher.bridge.core;

import java.time.Duration;
import java.time.Instant;

/** Time, for what is to be done later. */
public interface Timers {

    /** For people: what is said about since when something lasts. */
    Instant now();

    /**
     * Runs the action once, on the context of the {@link Pump}, when the delay is over. There is no way to take it back: an action
     * looks itself whether it still has a point.
     */
    void after(Duration delay, Runnable action);
}
