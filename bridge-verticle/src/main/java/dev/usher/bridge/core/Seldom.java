package dev.usher.bridge.core;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps what may happen with every record from being logged with every record: it is said at once, and then at most every ten seconds. Used by one thread. */
public final class Seldom {

    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private long quietUntil;
    private long unsaid;

    public Seldom() {
        this(System::nanoTime);
    }

    /** @param nanoTime see {@link System#nanoTime} */
    Seldom(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.quietUntil = nanoTime.getAsLong();
    }

    /**
     * It has happened.
     *
     * @return how often, since that was last said; 0 when nothing is to be said now
     */
    public long happened() {
        unsaid++;
        long now = nanoTime.getAsLong();
        if (now - quietUntil < 0) {
            return 0;
        }
        quietUntil = now + QUIET;
        long times = unsaid;
        unsaid = 0;
        return times;
    }
}
