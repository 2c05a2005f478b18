package dev.usher.bridge.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long records took, in milliseconds, as a histogram. Written by one thread at the cost of a table look-up and two stores; read by
 * any.
 */
public final class LatencyBuckets {

    private static final int[] BOUNDS = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000
    };

    /** For each time up to the last index its bucket; most records are that fast. */
    private static final byte[] FAST = new byte[1_025];

    static {
        for (int ms = 0; ms < FAST.length; ms++) {
            FAST[ms] = (byte) search(ms);
        }
    }

    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
    private final AtomicLong sumMs = new AtomicLong();

    /** A time below 0, which clocks that differ make, counts as 0. */
    public void add(long ms) {
        long taken = Math.max(0, ms);
        int bucket = taken < FAST.length ? FAST[(int) taken] : search(taken);
        counts.lazySet(bucket, counts.getPlain(bucket) + 1);
        sumMs.lazySet(sumMs.getPlain() + taken);
    }

    private static int search(long ms) {
        int bucket = 0;
        while (bucket < BOUNDS.length && ms > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** The upper bound of each bucket in seconds, the bound itself included; the last is infinite. */
    static double[] boundsSeconds() {
        double[] bounds = new double[BOUNDS.length + 1];
        for (int i = 0; i < BOUNDS.length; i++) {
            bounds[i] = BOUNDS[i] / 1_000.0;
        }
        bounds[BOUNDS.length] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /** How many fell into each bucket; not cumulative. */
    long[] counts() {
        long[] now = new long[counts.length()];
        for (int i = 0; i < now.length; i++) {
            now[i] = counts.get(i);
        }
        return now;
    }

    double sumSeconds() {
        return sumMs.get() / 1_000.0;
    }
}
