package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.semp.SempBehaviour.Overload;
import dev.usher.broker.semp.SempCeiling.Turn;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SempCeilingTest {

    private long now = 1_000_000;
    private final SempBehaviour behaviour = new SempBehaviour();
    private final SempCeiling ceiling = new SempCeiling(
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return Instant.ofEpochMilli(now);
                }
            },
            behaviour);

    @Test
    void thereIsNoneUnlessAskedFor() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(ceiling.next()).isEqualTo(new Turn(true, 0));
        }
        assertThatThrownBy(() -> behaviour.ceiling(0, Overload.SLOW)).hasMessageContaining("less than 1");
    }

    @Test
    void anySecondHoldsNoMoreThanTheCeiling() {
        behaviour.ceiling(2, Overload.UNAVAILABLE);
        assertThat(ceiling.next().accepted()).isTrue();
        now += 600;
        assertThat(ceiling.next().accepted()).isTrue();
        now += 399;
        assertThat(ceiling.next().accepted()).isFalse();
        now += 1;
        assertThat(ceiling.next().accepted()).isTrue();
        assertThat(ceiling.next().accepted()).isFalse();
    }

    @Test
    void turnsAreGivenInOrderAndASecondApart() {
        behaviour.ceiling(2, Overload.SLOW);
        assertThat(ceiling.next().delayMillis()).isZero();
        now += 100;
        assertThat(ceiling.next().delayMillis()).isZero();
        assertThat(ceiling.next().delayMillis()).isEqualTo(900);
        assertThat(ceiling.next().delayMillis()).isEqualTo(1_000);
        assertThat(ceiling.next().delayMillis()).isEqualTo(1_900);
        now += 3_000;
        assertThat(ceiling.next().delayMillis()).isZero();
    }
}
