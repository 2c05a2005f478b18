package dev.usher.probes;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Waits that end. */
final class Await {
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /** Whether it came to hold in time. */
    static boolean holds(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return true;
    }

    static <T> T next(Duration patience, BlockingQueue<T> queue, String what) throws InterruptedException {
        return first(patience, queue, any -> true, other -> {}, what);
    }

    /** The first that is meant. One deadline counts, however much else arrives meanwhile: it goes to {@code others}. */
    static <T> T first(Duration patience, BlockingQueue<T> queue, Predicate<T> meant, Consumer<T> others, String what)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = end - System.nanoTime()) {
            T value = queue.poll(left, TimeUnit.NANOSECONDS);
            if (value != null && meant.test(value)) {
                return value;
            }
            if (value != null) {
                others.accept(value);
            }
        }
        throw new CannotTell(what + " did not come within " + patience.toMillis() + " ms");
    }
}
