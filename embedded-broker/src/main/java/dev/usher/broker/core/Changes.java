package dev.usher.broker.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Wakes whoever waits for the broker to come into some state. While nobody waits, a change costs one volatile read. */
final class Changes {

    private final AtomicInteger waiting = new AtomicInteger();
    private final Object monitor = new Object();
    private long happened;

    /** Something has changed that a test might wait for. Call it after the change; locks may be held. */
    void happened() {
        if (waiting.get() > 0) {
            synchronized (monitor) {
                happened++;
                monitor.notifyAll();
            }
        }
    }

    /**
     * Looks now and after every change until there is something to see. No lock is held while looking.
     *
     * @return what was seen, or empty if the time is over
     */
    <T> Optional<T> await(Duration limit, Supplier<Optional<T>> look) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        // Announced before the first look: a change is either seen by it or wakes.
        waiting.incrementAndGet();
        try {
            while (true) {
                long known = happenedSoFar();
                Optional<T> seen = look.get();
                if (seen.isPresent() || !sleep(known, deadline)) {
                    return seen;
                }
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private long happenedSoFar() {
        synchronized (monitor) {
            return happened;
        }
    }

    /** Whether something happened before the deadline. */
    private boolean sleep(long known, long deadline) throws InterruptedException {
        synchronized (monitor) {
            while (happened == known) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                monitor.wait(left / 1_000_000, (int) (left % 1_000_000));
            }
            return true;
        }
    }
}
