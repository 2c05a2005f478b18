package dev.usher.benchmarks.harness;

import java.util.Collection;

/** The middle of a few rounds, which one disturbed round does not move. */
public final class Median {

    private Median() {}

    public static double of(Collection<? extends Number> values) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
