package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PortRetryTest {

    private final AtomicInteger seconds = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();
    private final PortRetry retry = new PortRetry(
            Duration.ofSeconds(2), () -> Duration.ofSeconds(seconds.get()).toNanos(), seconds::incrementAndGet);

    private int takenBefore(int free) {
        if (tries.incrementAndGet() < free) {
            throw new PortTakenException("SMF", "localhost", 1, new IllegalStateException("try " + tries));
        }
        return tries.get();
    }

    @Test
    void aPortThatGetsFreeInTimeIsOpened() {
        assertThat(retry.start(() -> takenBefore(3))).isEqualTo(3);
    }

    @Test
    void onePortThatStaysTakenIsGivenUp() {
        assertThatThrownBy(() -> retry.start(() -> takenBefore(4)))
                .isInstanceOf(PortTakenException.class)
                .hasMessageContaining("try 3");
        assertThat(tries).hasValue(3);
    }

    @Test
    void whatElseGoesWrongIsNotTriedAgain() {
        assertThatThrownBy(() -> retry.start(() -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(tries).hasValue(1);
    }
}
