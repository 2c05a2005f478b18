package dev.usher.bridge.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The time for which a member of a consumer group may be sure that its partitions are its own: counted from the moment at which it
 * last <em>asked</em> the group's coordinator something that only a member is answered. A process that was stopped for longer finds
 * the lease ended when it goes on, before it has heard from Kafka.
 *
 * <p>A lease that ended stays ended, whatever is confirmed later, until somebody who has seen to what was read under it
 * {@linkplain #begin begins} another one. Safe on any thread.
 */
final class Lease {

    private static final long NONE = Long.MIN_VALUE;

    private final long duration;
    private final LongSupplier clock;
    private final AtomicLong until = new AtomicLong(NONE);

    /** @param clock in nanoseconds, monotonic, and going on while the process is stopped */
    Lease(Duration duration, LongSupplier clock) {
        this.duration = duration.toNanos();
        this.clock = clock;
    }

    Duration duration() {
        return Duration.ofNanos(duration);
    }

    long now() {
        return clock.getAsLong();
    }

    boolean held() {
        long end = until.get();
        while (end != NONE) {
            if (clock.getAsLong() - end < 0) {
                return true;
            }
            // Whoever notices first ends it for all, so that a confirmation coming late cannot bring it back.
            if (until.compareAndSet(end, NONE)) {
                return false;
            }
            end = until.get();
        }
        return false;
    }

    /** Whether it is time to have the membership confirmed: a quarter of the lease is gone. */
    boolean due() {
        long end = until.get();
        return end != NONE && clock.getAsLong() - (end - duration) > duration / 4;
    }

    /**
     * The membership was confirmed; changes nothing when the lease has ended.
     *
     * @param asked when the question was sent
     */
    void renew(long asked) {
        long end = until.get();
        while (held() && asked + duration - end > 0 && !until.compareAndSet(end, asked + duration)) {
            end = until.get();
        }
    }

    /** The membership was confirmed, and nothing that was read before will be sent. */
    void begin(long asked) {
        until.set(asked + duration);
    }

    void end() {
        until.set(NONE);
    }
}
