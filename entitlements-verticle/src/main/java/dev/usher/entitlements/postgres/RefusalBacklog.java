package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Refusals that wait to be written: {@value #PER_SECOND} a second and {@value #CAPACITY} at once are kept line by line, the
 * others are counted. So whoever is refused again and again fills neither the ledger nor the memory. May be used from any
 * thread.
 */
final class RefusalBacklog {
    static final int PER_SECOND = 10;
    static final int CAPACITY = 1000;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private List<Line> lines = new ArrayList<>();
    private Map<Reason, Long> leftOut = new EnumMap<>(Reason.class);
    private long secondBegan;
    private int thisSecond;

    /** One refusal, and when it was. */
    record Line(Refusal refusal, Instant at) {}

    /** What is to be written together. */
    record Batch(List<Line> lines, Map<Reason, Long> leftOut) {
        boolean isEmpty() {
            return lines.isEmpty() && leftOut.isEmpty();
        }
    }

    /** {@code nanos} as of {@link System#nanoTime}. */
    synchronized void add(Refusal refusal, Instant at, long nanos) {
        if (thisSecond == 0 || nanos - secondBegan >= SECOND) {
            secondBegan = nanos;
            thisSecond = 0;
        }
        if (thisSecond < PER_SECOND && lines.size() < CAPACITY) {
            thisSecond++;
            lines.add(new Line(refusal, at));
        } else {
            leftOut.merge(refusal.reason(), 1L, Long::sum);
        }
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty() && leftOut.isEmpty();
    }

    /** Everything there is; from now on it is not here any more. */
    synchronized Batch take() {
        Batch batch = new Batch(lines, leftOut);
        lines = new ArrayList<>();
        leftOut = new EnumMap<>(Reason.class);
        return batch;
    }

    /** A batch that could not be written comes back, before what came meanwhile. */
    synchronized void putBack(Batch batch) {
        List<Line> all = new ArrayList<>(batch.lines());
        for (Line line : lines) {
            if (all.size() < CAPACITY) {
                all.add(line);
            } else {
                leftOut.merge(line.refusal().reason(), 1L, Long::sum);
            }
        }
        lines = all;
        batch.leftOut().forEach((reason, count) -> leftOut.merge(reason, count, Long::sum));
    }
}
