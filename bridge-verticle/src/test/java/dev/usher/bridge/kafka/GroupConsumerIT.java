package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import dev.usher.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A failure between Kafka's handing out records and our having them. */
final class GroupConsumerIT implements GroupConsumer.Membership {

    private static final TopicPartition PARTITION = new TopicPartition("POLLED", 0);

    private final List<Long> offsets = new ArrayList<>();
    private boolean failing = true;

    @Test
    void recordsThatWerePolledBeforeAFailureComeAgain() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic(PARTITION.topic(), 1);
            write(kafka);
            KafkaSettings settings =
                    new KafkaSettings(kafka.bootstrapServers(), "polled", Map.of(), Duration.ofSeconds(3));
            Lease lease = new Lease(settings.lease(), System::nanoTime);
            try (GroupConsumer consumer = new GroupConsumer(settings.forConsumer(), this, new Ownership(), lease)) {
                consumer.subscribe(List.of(PARTITION.topic()), null);
                await().until(() -> {
                    poll(consumer);
                    return hasGoneOn(consumer);
                });
                assertThat(offsets).isEmpty();
                failing = false;
                await().until(() -> {
                    poll(consumer);
                    return !offsets.isEmpty() && offsets.get(offsets.size() - 1) == 9;
                });
                assertThat(offsets).startsWith(0L).hasSize(10);
            }
        }
    }

    private void poll(GroupConsumer consumer) {
        try {
            Fetched fetched = (Fetched) consumer.poll(Duration.ofMillis(100));
            fetched.batch().stream().map(InboundRecord::offset).forEach(offsets::add);
        } catch (KafkaException e) {
            assertThat(failing).isTrue();
        }
    }

    /** Whether Kafka takes the records for read. */
    private static boolean hasGoneOn(GroupConsumer consumer) {
        try {
            return consumer.assignment().contains(PARTITION)
                    && consumer.position(PARTITION, Duration.ofMillis(100)) == 10;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void write(EmbeddedKafka kafka) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(PARTITION.topic(), 0, null, new byte[1]))
                        .get();
            }
        }
    }

    /** The consumer is for one thread, that of the test. */
    private static ConditionFactory await() {
        return Awaitility.await()
                .pollInSameThread()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1));
    }

    @Override
    public void polled(Map<PartitionId, Long> behind) {
        if (failing) {
            throw new TimeoutException("after the poll");
        }
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {}

    @Override
    public Optional<Map<TopicPartition, OffsetAndMetadata>> revoked(
            Collection<TopicPartition> partitions, Duration patience) {
        return Optional.of(Map.of());
    }

    @Override
    public Optional<Map<TopicPartition, OffsetAndMetadata>> lost(Collection<TopicPartition> partitions, String why) {
        return Optional.of(Map.of());
    }

    @Override
    public void committedOnRevoke(int partitions) {}

    @Override
    public void commitOnRevokeFailed(Exception cause) {}

    @Override
    public void unconfirmed(Exception cause) {}

    @Override
    public void pollFailed(Exception cause) {}
}
