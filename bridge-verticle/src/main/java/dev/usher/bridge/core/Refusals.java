package dev.usher.bridge.core;

import java.time.Duration;
import java.time.Instant;

/** Records of a partition that the broker refuses for now: since when, why, and how long to wait before the next attempt. */
final class Refusals {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Instant since;
    private final Backoff backoff = backoff();
    private long highest;
    private String detail;
    private boolean repeated;

    Refusals(Instant since) {
        this.since = since;
    }

    static Backoff backoff() {
        return new Backoff(FIRST, LONGEST);
    }

    /** @param again whether the same record was refused before */
    void add(long offset, String why, boolean again) {
        highest = Math.max(highest, offset);
        detail = why;
        repeated |= again;
    }

    /** How long to wait before the partition is read again. */
    Duration delay() {
        return backoff.next();
    }

    /** Whether every record refused was finished since. */
    boolean over(long position) {
        return position > highest;
    }

    /** One refusal is nothing to trouble anybody with. */
    boolean repeated() {
        return repeated;
    }

    @Override
    public String toString() {
        return "held up since " + since + ": the broker refuses for now (" + detail
                + "); goes on by itself when the broker takes messages again";
    }
}
