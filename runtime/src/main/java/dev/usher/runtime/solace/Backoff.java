package dev.usher.runtime.solace;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, of which a random half is taken off so that
 * many who lost the same broker do not come back in step.
 *
 * @param first upper bound of the first wait
 * @param limit upper bound of every wait
 */
public record Backoff(Duration first, Duration limit) {

    public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

    public Backoff {
        if (first.toMillis() < 1 || limit.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be at least 1ms and limit not below it");
        }
    }

    /**
     * The wait in milliseconds after this many failures in a row, between half of the bound and the bound, at least 1.
     *
     * @param random gives numbers from 0 (included) to 1 (excluded)
     */
    long millisAfter(int failures, DoubleSupplier random) {
        long bound = first.toMillis();
        for (int i = 1; i < failures && bound < limit.toMillis(); i++) {
            bound = Math.min(limit.toMillis(), bound * 2);
        }
        return Math.max(1, Math.round(bound * (0.5 + random.getAsDouble() / 2)));
    }
}
