package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class OwnershipTest {

    private static final TopicPartition ONE = new TopicPartition("PRICES", 1);
    private static final TopicPartition TWO = new TopicPartition("PRICES", 2);

    private final Ownership ownership = new Ownership();

    @Test
    void aWishFromBeforeThePartitionWasGivenAwayIsNotForItsNextOwner() {
        OffsetAndMetadata one = ownership.now(ONE, 42);
        OffsetAndMetadata two = ownership.now(TWO, 7);
        assertThat(ownership.isNow(ONE, one)).isTrue();

        ownership.givenAway(List.of(ONE));
        assertThat(ownership.isNow(ONE, one)).isFalse();
        assertThat(ownership.isNow(TWO, two)).isTrue();
        assertThat(ownership.isNow(ONE, ownership.now(ONE, 42))).isTrue();
    }

    @Test
    void aPauseEndsWithTheOwnership() {
        ownership.pause(List.of(ONE, TWO));
        ownership.givenAway(List.of(ONE));
        assertThat(ownership.paused(ONE)).isFalse();
        assertThat(ownership.paused(TWO)).isTrue();
        ownership.resume(List.of(TWO));
        assertThat(ownership.paused(TWO)).isFalse();
    }

    @Test
    void whatWaitsBehindThePollsIsCounted() {
        ownership.expect();
        ownership.expect();
        ownership.begun();
        assertThat(ownership.expected()).isTrue();
        ownership.begun();
        assertThat(ownership.expected()).isFalse();
    }
}
