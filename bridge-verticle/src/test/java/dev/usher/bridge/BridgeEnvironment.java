package dev.usher.bridge;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.EmbeddedBrokerBuilder;
import dev.usher.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** One Kafka for all tests of a class; each test has its own Kafka topic and closes what it opens, the last first. */
abstract class BridgeEnvironment {

    private static final AtomicInteger TOPICS = new AtomicInteger();

    static EmbeddedKafka kafka;
    static KafkaForTests records;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start();
        records = new KafkaForTests(kafka);
    }

    @AfterAll
    static void stopKafka() {
        records.close();
        kafka.close();
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T opened(T resource) {
        opened.push(resource);
        return resource;
    }

    static String newTopic(int partitions) {
        String topic = "PRICES" + TOPICS.incrementAndGet();
        kafka.createTopic(topic, partitions);
        return topic;
    }

    EmbeddedBroker broker() {
        return broker(0, builder -> builder.user("bridge", "bridge-password"));
    }

    EmbeddedBroker broker(int port) {
        return broker(port, builder -> builder.user("bridge", "bridge-password"));
    }

    EmbeddedBroker broker(int port, Consumer<EmbeddedBrokerBuilder> more) {
        EmbeddedBrokerBuilder builder =
                EmbeddedBroker.builder().vpn("default").smfPort(port).user("reader", "reader-password");
        more.accept(builder);
        return opened(builder.start());
    }

    /** With filters that leave out the broker's own events on {@code #LOG}. */
    Subscriber subscriber(EmbeddedBroker broker, String... filters) throws Exception {
        return opened(Subscriber.on(broker, filters));
    }

    RunningBridge bridge(Map<String, ?> settings) {
        return opened(RunningBridge.start(settings));
    }

    static Map<String, Object> settings(EmbeddedBroker broker, String topic) {
        return RunningBridge.settings(kafka.bootstrapServers(), broker.smfHost(), topic);
    }

    static long committed(String topic) {
        return records.committed(topic + "-bridge", topic, 0);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }
}
