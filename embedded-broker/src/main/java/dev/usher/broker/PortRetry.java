package dev.usher.broker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Opens ports that somebody else may have for a moment.
 *
 * @param nanos the time
 * @param pause called before each new try
 */
record PortRetry(Duration limit, LongSupplier nanos, Runnable pause) {

    private static final Duration PAUSE = Duration.ofMillis(50);

    static final PortRetry STANDARD =
            new PortRetry(Duration.ofSeconds(2), System::nanoTime, () -> LockSupport.parkNanos(PAUSE.toNanos()));

    /** @throws PortTakenException that of the last try */
    <T> T start(Supplier<T> attempt) {
        long begin = nanos.getAsLong();
        while (true) {
            try {
                return attempt.get();
            } catch (PortTakenException e) {
                if (nanos.getAsLong() - begin >= limit.toNanos()) {
                    throw e;
                }
                pause.run();
            }
        }
    }
}
