package dev.usher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @Test
    void keepsPortTopicsAndRecordsOverAnOutage() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String address = kafka.bootstrapServers();
            kafka.createTopic("prices", 2);
            produce(kafka, "prices", "before");

            kafka.stop();
            kafka.stop();
            assertThat(canBind(kafka.port())).isTrue();
            kafka.startAgain();
            kafka.startAgain();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            produce(kafka, "prices", "after");
            assertThat(consume(kafka, "prices", 2, 2)).containsExactlyInAnyOrder("before", "after");
        }
    }

    /** Not "soon": the first record of an idempotent producer must not be refused while its second is taken. */
    @Test
    void aCreatedTopicHasLeadersThatAnswerTheFirstRequest() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin impatient = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers(), "retries", "0"))) {
            impatient.listTopics().names().get();
            for (int i = 0; i < 20; i++) {
                String name = "prices" + i;
                kafka.createTopic(name, 30);
                Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, 30)
                        .boxed()
                        .collect(Collectors.toMap(p -> new TopicPartition(name, p), p -> OffsetSpec.latest()));
                assertThat(impatient.listOffsets(asked).all().get()).hasSize(30);
            }
        }
    }

    @Test
    void refusesATopicThatExists() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            kafka.createTopic("prices", 1);
            assertThatThrownBy(() -> kafka.createTopic("prices", 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("prices");
        }
    }

    @Test
    void keepsDataInAGivenFolderAcrossInstances(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(folder)) {
            first.createTopic("prices", 1);
            produce(first, "prices", "kept");
        }
        assertThat(folder.resolve("meta.properties")).exists();
        try (EmbeddedKafka second = EmbeddedKafka.start(folder)) {
            assertThat(consume(second, "prices", 1, 1)).containsExactly("kept");
        }
    }

    @Test
    void closesRepeatedlyAndDeletesItsOwnFolder() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        Path folder = kafka.folder();
        assertThat(folder).exists();
        kafka.close();
        kafka.close();
        assertThat(folder).doesNotExist();
        assertThatThrownBy(kafka::startAgain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void saysSoWhenThePortIsTaken(@TempDir Path folder) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder, taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private static boolean canBind(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        }
    }

    private static void produce(EmbeddedKafka kafka, String topic, String value) throws Exception {
        Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, String topic, int partitions, int wanted) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
            List<String> values = new ArrayList<>();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (values.size() < wanted && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> polled : consumer.poll(Duration.ofMillis(200))) {
                    values.add(polled.value());
                }
            }
            return values;
        }
    }
}
