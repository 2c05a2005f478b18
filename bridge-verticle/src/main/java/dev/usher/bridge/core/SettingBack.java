package dev.usher.bridge.core;

import java.time.Duration;

/** How it goes with setting Kafka's reader back to the position of one lane. */
final class SettingBack {

    private final Backoff backoff = Refusals.backoff();
    private int failures;

    /** Whether it failed more than once; once happens in every rebalance. */
    boolean fails() {
        return failures > 1;
    }

    /** @return how long to wait before the next attempt */
    Duration failed() {
        failures++;
        return backoff.next();
    }
}
