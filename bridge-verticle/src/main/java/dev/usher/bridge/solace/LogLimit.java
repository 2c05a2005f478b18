package dev.usher.bridge.solace;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets a log line that every event could cause through once in ten seconds at most. Safe on any thread. */
final class LogLimit {

    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong quietUntil;
    private final AtomicLong unlogged = new AtomicLong();

    LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /** @return how many occasions the line stands for, this one included; 0 when there is to be none now */
    long next() {
        unlogged.incrementAndGet();
        long now = nanoTime.getAsLong();
        long until = quietUntil.get();
        return now - until >= 0 && quietUntil.compareAndSet(until, now + QUIET_NANOS) ? unlogged.getAndSet(0) : 0;
    }

    /** Where it was thrown and of which class, without messages: they may hold values of a record. */
    static Throwable trace(Throwable cause) {
        Throwable trace = new Throwable(cause.getClass().getName());
        trace.setStackTrace(cause.getStackTrace());
        return trace;
    }
}
