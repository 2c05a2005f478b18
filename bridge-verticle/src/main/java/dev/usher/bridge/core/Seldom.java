package dev.usher.bridge.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps what may happen with every record from being logged with every record: it is said at once, and then at most every ten seconds.
 * Safe on any thread.
 */
public final class Seldom {

    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong quietUntil;
    private final AtomicLong unsaid = new AtomicLong();

    public Seldom() {
        this(System::nanoTime);
    }

    /** @param nanoTime see {@link System#nanoTime} */
    public Seldom(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * It has happened.
     *
     * @return how often, since that was last said; 0 when nothing is to be said now
     */
    public long happened() {
        unsaid.incrementAndGet();
        long now = nanoTime.getAsLong();
        long until = quietUntil.get();
        return now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET) ? unsaid.getAndSet(0) : 0;
    }
}
