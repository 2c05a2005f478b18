package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PartitionId;
import dev.usher.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far behind a partition is that is not read from, which is when somebody wants to know. */
final class PausedLagIT {

    private static final String TOPIC = "LAG";
    private static final PartitionId PARTITION = new PartitionId(TOPIC, 0);

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void theLagOfAPausedPartitionGrows(String protocol) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic(TOPIC, 1);
            write(kafka, 10);
            try (Reader reader = new Reader(kafka.bootstrapServers(), TOPIC, Map.of("group.protocol", protocol))) {
                await().until(() -> reader.offsets().size() == 10);
                reader.source().pause(Set.of(PARTITION));
                write(kafka, 20);
                // What one fetch brought while the pause was on its way has been read.
                await().until(() -> reader.source().behind().getOrDefault(PARTITION, 0L)
                        == 30L - reader.offsets().size());
                int read = reader.offsets().size();
                write(kafka, 30);
                await().until(() -> reader.source().behind().getOrDefault(PARTITION, 0L) == 60L - read);
                assertThat(reader.offsets()).as("paused all the while").hasSize(read);

                reader.source().resume(Set.of(PARTITION));
                await().until(() -> reader.offsets().size() == 60);
                await().until(() -> reader.source().behind().getOrDefault(PARTITION, -1L) == 0);
            }
        }
    }

    private static void write(EmbeddedKafka kafka, int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(TOPIC, 0, null, new byte[1])).get();
            }
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
