package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.bridge.core.PartitionId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PartitionLagTest {

    private static final TopicPartition PAUSED = new TopicPartition("T", 0);
    private static final TopicPartition READ = new TopicPartition("T", 1);
    private static final PartitionId PAUSED_ID = new PartitionId("T", 0);
    private static final PartitionId READ_ID = new PartitionId("T", 1);

    /** A partition whose leader has changed has no position until the new one was asked. */
    private static final class Kafka extends MockConsumer<byte[], byte[]> {
        final Map<TopicPartition, Long> lags = new HashMap<>(Map.of(PAUSED, 1L, READ, 5L));
        final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(PAUSED, 10L));
        final Set<TopicPartition> silent = new HashSet<>();
        KafkaException trouble;

        Kafka() {
            super("earliest");
            assign(List.of(PAUSED, READ));
            pause(List.of(PAUSED));
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
            assertThat(timeout).as("nobody waits for it").isZero();
            if (silent.contains(partition)) {
                throw new TimeoutException("no position");
            }
            return 7;
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            if (ends.isEmpty()) {
                throw new TimeoutException("no leader");
            }
            return Map.copyOf(ends);
        }

        @Override
        public synchronized OptionalLong currentLag(TopicPartition partition) {
            if (trouble != null) {
                throw trouble;
            }
            Long lag = lags.get(partition);
            return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
        }
    }

    private final Kafka kafka = new Kafka();
    private final PartitionLag lag = new PartitionLag(p -> new PartitionId(p.topic(), p.partition()), 0);
    private long now;

    @BeforeEach
    void look() {
        lag.look(kafka, now);
    }

    private void lookLater() {
        now += Duration.ofSeconds(3).toNanos();
        look();
    }

    @Test
    void aPausedPartitionIsBehindItsEndAndNotThatOfTheLastFetch() {
        assertThat(lag.behind()).isEqualTo(Map.of(PAUSED_ID, 3L, READ_ID, 5L));
        kafka.ends.put(PAUSED, 20L);
        lookLater();
        assertThat(lag.behind()).isEqualTo(Map.of(PAUSED_ID, 13L, READ_ID, 5L));
    }

    @Test
    void aPartitionWithoutAPositionStaysAsItWasAndTheOthersAreLookedAt() {
        kafka.silent.add(PAUSED);
        kafka.ends.put(PAUSED, 20L);
        kafka.lags.put(READ, 6L);
        lookLater();
        assertThat(lag.behind()).isEqualTo(Map.of(PAUSED_ID, 3L, READ_ID, 6L));
    }

    @Test
    void aPartitionOfWhichNothingElseIsKnownIsAsFarBehindAsTheLastFetchSaid() {
        kafka.silent.add(PAUSED);
        lag.gone(List.of(PAUSED), now);
        look();
        assertThat(lag.behind()).isEqualTo(Map.of(PAUSED_ID, 1L, READ_ID, 5L));
    }

    @Test
    void endsThatAreNotToldAreThoseOfBefore() {
        kafka.ends.clear();
        kafka.lags.remove(READ);
        lookLater();
        assertThat(lag.behind()).isEqualTo(Map.of(PAUSED_ID, 3L));
    }

    @Test
    void whenNothingIsToldAllStaysAsItWas() {
        kafka.trouble = new KafkaException("no answer");
        lookLater();
        assertThat(lag.behind()).isEqualTo(Map.of(PAUSED_ID, 3L, READ_ID, 5L));
    }

    @Test
    void theWishToStopWaitingPasses() {
        kafka.trouble = new WakeupException();
        assertThatThrownBy(this::lookLater).isInstanceOf(WakeupException.class);
    }

    @Test
    void whatIsGivenAwayIsForgottenAtOnceAndTheNextLookIsDue() {
        lag.gone(List.of(PAUSED), now);
        assertThat(lag.behind()).isEqualTo(Map.of(READ_ID, 5L));
        kafka.lags.put(READ, 8L);
        look();
        assertThat(lag.behind()).containsEntry(READ_ID, 8L);
    }

    @Test
    void looksSeldom() {
        kafka.lags.put(READ, 8L);
        now += Duration.ofMillis(999).toNanos();
        look();
        assertThat(lag.behind()).containsEntry(READ_ID, 5L);
    }
}
