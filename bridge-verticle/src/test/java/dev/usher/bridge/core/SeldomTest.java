package dev.usher.bridge.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SeldomTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Seldom seldom = new Seldom(now::get);

    @Test
    void itIsSaidAtOnceAndThenEveryTenSecondsWithWhatWasNotSaid() {
        assertThat(seldom.happened()).isEqualTo(1);
        assertThat(seldom.happened()).isZero();
        now.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(seldom.happened()).isZero();
        now.incrementAndGet();
        assertThat(seldom.happened()).isEqualTo(3);
        assertThat(seldom.happened()).isZero();
    }
}
