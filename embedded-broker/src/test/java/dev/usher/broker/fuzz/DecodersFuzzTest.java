package dev.usher.broker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The short run of every build: the same inputs each time, unless {@code -Dfuzz.seed} says otherwise. The long one is {@code
 * benchmarks/run fuzz}.
 */
class DecodersFuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_101L);

    @ParameterizedTest
    @CsvSource({"smf, 6000", "sdt, 10000", "mqtt, 5000", "semp, 1200", "filter, 10000"})
    void whateverComesInIsAnsweredRefusedOrCutOff(String target, long inputs) {
        FuzzReport report = FuzzRun.run(FuzzTargets.named(target), FuzzRun.Plan.of(SEED, inputs));
        System.out.printf("fuzz %s: seed %d, %s%n", target, SEED, report.outcomes());
        assertThat(report.findings()).as("seed " + SEED).isEmpty();
        assertThat(report.inputs()).isEqualTo(inputs);
        // Not all noise, and not all well-formed: both sources reach what lies behind the first check.
        for (FuzzSource source : FuzzSource.values()) {
            assertThat(report.outcomes().get(source).get(FuzzOutcome.ANSWERED))
                    .isBetween(report.inputs(source) / 50, report.inputs(source) * 49 / 50);
        }
    }
}
