package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.PartitionId;
import dev.usher.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that was not sure of its membership for too long. */
final class KafkaLeaseIT {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    private static EmbeddedKafka kafka;

    private final String topic = "LEASE" + TOPICS.incrementAndGet();
    private final PartitionId partition = new PartitionId(topic, 0);

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoIsStillAMemberForgetsAndReadsAgainFromWhatIsFinished(String protocol) throws Exception {
        kafka.createTopic(topic, 1);
        write(kafka, 10);
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, Map.of("group.protocol", protocol))) {
            await().until(() -> reader.offsets().size() == 10);
            assertThat(reader.source().mayStillSend()).isTrue();
            reader.finish(partition, 4);

            reader.pass(Duration.ofMinutes(1));
            await().until(() -> reader.offsets().size() >= 16);
            assertThat(reader.offsets().subList(10, 16)).isEqualTo(range(4, 10));
            assertThat(reader.forgotten()).containsExactly(Set.of(partition));
            assertThat(reader.heldWhenForgotten()).containsExactly(false);
            assertThat(reader.source().mayStillSend()).isTrue();
            assertThat(committed()).isEqualTo(4);
        }
    }

    @Test
    void withNothingFinishedReadingBeginsWhereItBegan() throws Exception {
        kafka.createTopic(topic, 1);
        write(kafka, 10);
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, Map.of())) {
            await().until(() -> reader.offsets().size() == 10);
            reader.pass(Duration.ofMinutes(1));
            await().until(() -> reader.offsets().size() >= 20);
            assertThat(reader.offsets().subList(10, 20)).isEqualTo(range(0, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoReadsNothingIsConfirmedAllTheSame(String protocol) throws Exception {
        kafka.createTopic(topic, 1);
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, Map.of("group.protocol", protocol))) {
            Lease lease = reader.source().lease();
            await().until(lease::held);
            for (int i = 0; i < 8; i++) {
                reader.pass(lease.duration().dividedBy(3));
                await().until(() -> !lease.due());
                assertThat(lease.held()).isTrue();
            }
            assertThat(reader.forgotten()).isEmpty();
            write(kafka, 3);
            await().until(() -> reader.offsets().equals(range(0, 3)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whoStoodStillTooLongMaySendNothingEvenBeforeHearingThatItIsOut(String protocol) throws Exception {
        kafka.createTopic(topic, 1);
        Map<String, String> properties = new HashMap<>(
                Map.of("group.protocol", protocol, "max.poll.interval.ms", "3000", "heartbeat.interval.ms", "500"));
        if (protocol.equals("consumer")) {
            properties.remove("heartbeat.interval.ms");
        }
        write(kafka, 10);
        try (Reader first = new Reader(kafka.bootstrapServers(), topic, properties)) {
            await().until(() -> first.offsets().size() == 10);
            CountDownLatch goOn = first.standStill();
            write(kafka, 10);
            try (Reader second = new Reader(kafka.bootstrapServers(), topic, properties)) {
                await().until(() -> second.offsets().size() == 20);
                assertThat(first.source().mayStillSend()).isFalse();
                assertThat(first.offsets()).as("stands still").hasSize(10);

                goOn.countDown();
                await().until(() -> !first.forgotten().isEmpty());
                assertThat(first.heldWhenForgotten().get(0)).isFalse();
                second.finish(partition, 15);
            }
            await().until(() -> first.offsetsSinceForgotten().equals(range(15, 20)));
            assertThat(first.source().mayStillSend()).isTrue();
        }
    }

    @Test
    void withoutKafkaNothingIsSentAfterAWhileAndAllComesWhenItIsBack(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka own = EmbeddedKafka.start(folder)) {
            own.createTopic(topic, 1);
            write(own, 10);
            try (Reader reader = new Reader(own.bootstrapServers(), topic, Map.of())) {
                await().until(() -> reader.offsets().size() == 10);
                await().until(() -> reader.source().behind().containsKey(partition));
                own.stop();
                reader.pass(Duration.ofMinutes(1));
                await().until(() -> !reader.forgotten().isEmpty());
                assertThat(reader.source().behind()).isEmpty();
                assertThat(reader.source().mayStillSend()).isFalse();
                await().until(() -> reader.source().problem().isPresent());

                own.startAgain();
                await().until(() -> reader.offsets().size() >= 20);
                assertThat(reader.offsets().subList(10, 20)).isEqualTo(range(0, 10));
                await().until(() -> reader.source().problem().isEmpty());
                assertThat(reader.source().mayStillSend()).isTrue();
            }
        }
    }

    @Test
    void whatCannotBeTakenForAnErrorStopsReading() throws Exception {
        kafka.createTopic(topic, 1);
        Map<String, String> oneByOne = Map.of("max.poll.records", "1");
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, oneByOne)) {
            await().until(reader.source()::mayStillSend);
            reader.failNext();
            write(kafka, 20);
            await().until(() ->
                    reader.source().problem().orElse("").contains("halted by a defect: StackOverflowError"));
            assertThat(reader.offsets()).isEmpty();
        }
        assertThat(committed()).isZero();
    }

    @Test
    void whatIsGivenAwayButNotForgottenEndsTheLease() throws Exception {
        kafka.createTopic(topic, 2);
        Map<String, String> patient = Map.of(
                "session.timeout.ms", "600000", "max.poll.interval.ms", "600000", "heartbeat.interval.ms", "500");
        try (Reader first = new Reader(kafka.bootstrapServers(), topic, patient)) {
            await().until(first.source()::mayStillSend);
            CountDownLatch goOn = first.standStillWhenReleasing();
            try (Reader second = new Reader(kafka.bootstrapServers(), topic, patient)) {
                await().until(() -> !first.source().mayStillSend());
                assertThat(first.forgotten()).isEmpty();
                goOn.countDown();
                await().until(first.source()::mayStillSend);
                await().until(second.source()::mayStillSend);
                assertThat(first.heldWhenForgotten()).isNotEmpty().doesNotContain(true);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aLeaseBeginsWithAnAnswerAndNotWithTheJoin(String protocol) throws Exception {
        kafka.createTopic(topic, 1);
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, Map.of("group.protocol", protocol))) {
            await().until(reader.source()::mayStillSend);
            assertThat(committed()).as("stored for the answer").isZero();
        }
    }

    @Test
    void aSeekThatIsOvertakenByTheCloseLeavesNoThread() throws Exception {
        kafka.createTopic(topic, 1);
        Set<Thread> before = pollingThreads();
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, Map.of())) {
            await().until(reader.source()::mayStillSend);
            reader.seekAndClose(partition);
            await().until(() -> before.containsAll(pollingThreads()));
        }
    }

    private static Set<Thread> pollingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("vert.x-kafka-consumer-thread"))
                .collect(Collectors.toSet());
    }

    @Test
    void howMuchIsNotReadYetIsKnown() throws Exception {
        kafka.createTopic(topic, 1);
        write(kafka, 2_000);
        try (Reader reader = new Reader(kafka.bootstrapServers(), topic, Map.of("max.poll.records", "1"))) {
            await().until(() -> {
                reader.pass(Duration.ofSeconds(1));
                return reader.source().behind().getOrDefault(partition, 0L) > 0;
            });
            await().until(() -> {
                reader.pass(Duration.ofSeconds(1));
                return reader.source().behind().getOrDefault(partition, 1L) == 0;
            });
            assertThat(reader.offsets()).hasSizeGreaterThanOrEqualTo(1_900);
        }
    }

    private void write(EmbeddedKafka to, int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", to.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 1; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, 0, null, "{}".getBytes(StandardCharsets.UTF_8)));
            }
            producer.send(new ProducerRecord<>(topic, 0, null, "{}".getBytes(StandardCharsets.UTF_8)))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private long committed() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listConsumerGroupOffsets(topic + "-group")
                    .partitionsToOffsetAndMetadata()
                    .get(10, TimeUnit.SECONDS)
                    .get(new TopicPartition(topic, 0))
                    .offset();
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(20));
    }
}
