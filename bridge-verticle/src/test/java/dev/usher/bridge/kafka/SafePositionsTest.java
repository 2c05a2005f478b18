package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

final class SafePositionsTest {

    private static final TopicPartition LED = new TopicPartition("T", 0);
    private static final TopicPartition WITHOUT_LEADER = new TopicPartition("T", 1);
    private static final Set<TopicPartition> BOTH = Set.of(LED, WITHOUT_LEADER);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** The coordinator knows what is stored; a partition without a leader tells nothing. */
    private static final class Kafka extends MockConsumer<byte[], byte[]> {
        final Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();
        final Set<TopicPartition> silent = new HashSet<>(Set.of(WITHOUT_LEADER));
        final List<TopicPartition> asked = new ArrayList<>();
        int coordinator;

        Kafka() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            coordinator++;
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
            partitions.forEach(partition -> found.put(partition, stored.get(partition)));
            return found;
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
            asked.add(partition);
            assertThat(timeout).isLessThan(TIMEOUT);
            if (silent.contains(partition)) {
                throw new TimeoutException("no leader");
            }
            return 7;
        }
    }

    private final Kafka kafka = new Kafka();
    private final SafePositions safe = new SafePositions();

    @Test
    void whatIsKnownIsNotAskedFor() {
        safe.finished(LED, 4);
        assertThat(safe.of(BOTH, kafka, TIMEOUT)).containsOnly(Map.entry(LED, new OffsetAndMetadata(4)));
        assertThat(kafka.asked).isEmpty();
        assertThat(kafka.coordinator).isZero();
    }

    @Test
    void whatIsStoredNeedsNoLeader() {
        kafka.stored.put(WITHOUT_LEADER, new OffsetAndMetadata(9));
        assertThat(safe.of(BOTH, kafka, TIMEOUT)).containsOnly(Map.entry(WITHOUT_LEADER, new OffsetAndMetadata(9)));
        assertThat(kafka.asked).isEmpty();
    }

    @Test
    void onePartitionThatAnswersIsEnough() {
        assertThat(safe.of(BOTH, kafka, TIMEOUT)).containsOnly(Map.entry(LED, new OffsetAndMetadata(7)));
    }

    @Test
    void whenNoneAnswersNothingIsConfirmed() {
        kafka.silent.add(LED);
        assertThatThrownBy(() -> safe.of(BOTH, kafka, TIMEOUT)).isInstanceOf(TimeoutException.class);
        assertThat(kafka.asked).containsExactlyInAnyOrder(LED, WITHOUT_LEADER);
    }

    @Test
    void whatWasFirstReadStaysUntilMoreIsFinished() {
        safe.firstRead(LED, 3);
        safe.firstRead(LED, 5);
        assertThat(safe.of(Set.of(LED), kafka, TIMEOUT)).containsEntry(LED, new OffsetAndMetadata(3));
        safe.finished(LED, 5);
        assertThat(safe.of(Set.of(LED), kafka, TIMEOUT)).containsEntry(LED, new OffsetAndMetadata(5));
    }

    @Test
    void afterADefectWhatIsStoredIsAskedForOnce() {
        safe.finished(LED, 4);
        kafka.stored.put(LED, new OffsetAndMetadata(2));
        kafka.stored.put(WITHOUT_LEADER, new OffsetAndMetadata(9));
        safe.uncertain();
        for (int i = 0; i < 2; i++) {
            assertThat(safe.of(BOTH, kafka, TIMEOUT))
                    .containsOnly(
                            Map.entry(LED, new OffsetAndMetadata(4)),
                            Map.entry(WITHOUT_LEADER, new OffsetAndMetadata(9)));
        }
        assertThat(kafka.coordinator).isEqualTo(1);
    }
}
