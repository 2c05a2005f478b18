package dev.usher.broker.fuzz;

import java.util.List;
import java.util.Map;

/**
 * What one run found.
 *
 * @param outcomes how many inputs of each source ended how
 * @param peakHeapBytes the peaks of the heap's pools added up, garbage included: no less than was in use at once
 */
public record FuzzReport(
        String target,
        long seed,
        Map<FuzzSource, Map<FuzzOutcome, Long>> outcomes,
        double seconds,
        long peakHeapBytes,
        List<FuzzFinding> findings) {

    public FuzzReport {
        outcomes = Map.copyOf(outcomes);
        findings = List.copyOf(findings);
    }

    public long inputs() {
        return inputs(FuzzSource.CAPTURE) + inputs(FuzzSource.GRAMMAR);
    }

    public long inputs(FuzzSource source) {
        return outcomes.get(source).values().stream().mapToLong(n -> n).sum();
    }

    public long outcomes(FuzzOutcome outcome) {
        return outcomes.values().stream()
                .mapToLong(counts -> counts.getOrDefault(outcome, 0L))
                .sum();
    }
}
