package dev.usher.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka node (KRaft, broker and controller) in this JVM, on 127.0.0.1.
 *
 * <p>It can be stopped and started again on the same port and data, which is what an outage looks like to its clients. Close
 * clients before it, or they complain. To keep its loggers quiet set {@code kafka}, {@code org.apache.kafka} and
 * {@code state.change.logger} to WARN, {@code org.apache.kafka.controller.QuorumController} and
 * {@code org.apache.kafka.clients.NetworkClient} to ERROR.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private static final int ATTEMPTS = 5;
    private static final long ADMIN_TIMEOUT_SECONDS = 30;
    private static final long ASK_AGAIN_MILLIS = 10;

    private final Path folder;
    private final boolean ownFolder;
    private final Map<String, String> settings;
    private KafkaNode node;
    private boolean running;
    private boolean closed;

    private EmbeddedKafka(Path folder, boolean ownFolder, Map<String, String> settings) {
        this.folder = folder;
        this.ownFolder = ownFolder;
        this.settings = Map.copyOf(settings);
    }

    /** A running Kafka on a free port, with its data in a temporary folder that {@link #close} deletes. Blocks. */
    public static EmbeddedKafka start() {
        return start(0);
    }

    /**
     * As {@link #start()}, on this port; 0 chooses a free one.
     *
     * @throws IllegalStateException if Kafka does not start, say because the port is taken
     */
    public static EmbeddedKafka start(int port) {
        return start(Scratch.newFolder("usher-kafka-"), true, port, Map.of());
    }

    /**
     * As {@link #start()}, with broker settings that differ from ours, say {@code auto.create.topics.enable}, which is on here.
     */
    public static EmbeddedKafka start(Map<String, String> settings) {
        return start(Scratch.newFolder("usher-kafka-"), true, 0, settings);
    }

    /** A running Kafka on a free port that keeps its data in this folder, also over the life of the process. Blocks. */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, 0);
    }

    /**
     * As {@link #start(Path)}, on this port; 0 chooses a free one.
     *
     * @throws IllegalStateException if Kafka does not start, say because the port is taken
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return start(Objects.requireNonNull(folder, "folder"), false, port, Map.of());
    }

    private static EmbeddedKafka start(Path folder, boolean ownFolder, int port, Map<String, String> settings) {
        EmbeddedKafka kafka = new EmbeddedKafka(folder, ownFolder, settings);
        try {
            kafka.firstStart(port);
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
        return kafka;
    }

    private synchronized void firstStart(int port) {
        for (int attempt = 1; ; attempt++) {
            node = new KafkaNode(folder, port == 0 ? Scratch.freePort() : port, Scratch.freePort(), settings);
            try {
                startAgain();
                return;
            } catch (IllegalStateException e) {
                if (port != 0 || attempt == ATTEMPTS) {
                    throw e;
                }
                log.debug("kafka start failed, trying other ports attempt={}", attempt, e);
            }
        }
    }

    /** {@code 127.0.0.1:port}, the same for the life of this object. */
    public String bootstrapServers() {
        return node.bootstrapServers();
    }

    public int port() {
        return node.port();
    }

    Path folder() {
        return folder;
    }

    /**
     * Creates a topic and waits until every partition of it has a leader that answers.
     *
     * <p>Kafka answers the creation before its leaders serve. An idempotent producer that starts in between can see its
     * first batch refused and its second accepted, since the broker takes any first sequence number of a producer it does
     * not know; the first batch, sent again, is then out of order for ever.
     *
     * @throws IllegalStateException if the broker refuses, e.g. because it exists
     */
    public void createTopic(String name, int partitions) {
        Map<String, Object> properties = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                    .all()
                    .get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            awaitLeaders(admin, name, partitions);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("topic " + name + " was not created", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Asks the leaders themselves: neither the controller nor the metadata knows whether they serve yet. */
    private static void awaitLeaders(Admin admin, String topic, int partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.earliest()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ADMIN_TIMEOUT_SECONDS);
        while (true) {
            try {
                admin.listOffsets(asked).all().get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                // The client itself does not ask again while the topic is unknown.
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MILLIS);
            }
        }
    }

    /** Shuts the node down, keeping port and data. Does nothing when it is down. Blocks until it is. */
    public synchronized void stop() {
        if (running) {
            running = false;
            node.shutDown();
        }
    }

    /** Starts the node again after {@link #stop}, on the same port and data. Does nothing when it runs. Blocks. */
    public synchronized void startAgain() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (!running) {
            Scratch.requireFree(node.port());
            node.startUp();
            running = true;
        }
    }

    /** Stops the node for good and deletes its folder if that is a temporary one. May be called repeatedly. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        if (ownFolder) {
            Scratch.delete(folder);
        }
    }
}
