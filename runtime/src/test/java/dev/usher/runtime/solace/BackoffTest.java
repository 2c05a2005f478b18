package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Property
    void staysWithinHalfAndTheWholeOfTheBound(
            @ForAll @IntRange(min = 1, max = 100_000) int failures,
            @ForAll @IntRange(min = 1, max = 1000) int first,
            @ForAll @IntRange(min = 0, max = 100_000) int more,
            @ForAll @DoubleRange(max = 1, maxIncluded = false) double random) {
        Backoff backoff = new Backoff(Duration.ofMillis(first), Duration.ofMillis(first + more));
        long bound = Math.min(first + more, first * (1L << Math.min(20, failures - 1)));
        assertThat(backoff.millisAfter(failures, () -> random)).isBetween(Math.max(1, bound / 2), bound);
    }

    @Test
    void doublesUpToTheLimit() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500));
        assertThat(IntStream.rangeClosed(1, 5).mapToObj(failures -> backoff.millisAfter(failures, () -> 0.9999999)))
                .containsExactly(100L, 200L, 400L, 500L, 500L);
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
