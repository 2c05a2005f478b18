package dev.usher.bridge.kafka;

import dev.usher.runtime.config.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach Kafka.
 *
 * @param properties any further property of Kafka's clients; each goes to the clients that know it. Secrets, because some hold
 *     passwords. <b>With {@code group.instance.id} the former bridge must be known to be dead before another with the same id
 *     starts</b>: Kafka gives it the partitions at once (KIP-345), and {@link #lease} protects nothing
 * @param releaseTimeout how long a rebalance waits at most for events that are just being sent
 */
public record KafkaSettings(
        String bootstrapServers, String groupId, Map<String, Secret> properties, Duration releaseTimeout) {

    /** Kafka's default for the largest record is 1 MiB; brokers take no request above 100 MiB (Kafka docs, socket.request.max.bytes). */
    private static final int LARGEST_REQUEST = 100 * 1024 * 1024;

    private static final long DEFAULT_SESSION_TIMEOUT_MS = 45_000;
    private static final long DEFAULT_MAX_POLL_INTERVAL_MS = 300_000;

    /** What the bridge's promises rest on. */
    private static final Set<String> OURS = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    public KafkaSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(groupId, "groupId");
        Objects.requireNonNull(releaseTimeout, "releaseTimeout");
        properties = Map.copyOf(properties);
        for (String name : new TreeSet<>(properties.keySet())) {
            if (OURS.contains(name)) {
                throw new IllegalArgumentException("properties: " + name + " is set by the bridge itself");
            }
            if (!ConsumerConfig.configNames().contains(name)
                    && !ProducerConfig.configNames().contains(name)
                    && !AdminClientConfig.configNames().contains(name)) {
                throw new IllegalArgumentException("properties: " + name + " is no property of a Kafka client");
            }
        }
    }

    /**
     * For how long a confirmed membership surely lasts: two thirds of the time after which Kafka gives the partitions to another member,
     * which is the lesser of {@code session.timeout.ms} and {@code max.poll.interval.ms}. With {@code group.protocol=consumer} the
     * session timeout is a setting of the broker ({@code group.consumer.session.timeout.ms}, Kafka docs, Broker Configs), which
     * clients are not told; {@code session.timeout.ms} then only says here what it is, if it is not the default.
     */
    Duration lease() {
        Map<String, Object> config = allForConsumer();
        long session = millis(config, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, DEFAULT_SESSION_TIMEOUT_MS);
        long poll = millis(config, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, DEFAULT_MAX_POLL_INTERVAL_MS);
        return Duration.ofMillis(Math.max(1, Math.min(session, poll) * 2 / 3));
    }

    private static long millis(Map<String, Object> config, String name, long otherwise) {
        Object value = config.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value.toString().strip());
        } catch (NumberFormatException e) {
            // The consumer will refuse it and say so.
            return otherwise;
        }
    }

    Map<String, Object> forConsumer() {
        Map<String, Object> config = allForConsumer();
        if (isConsumerProtocol(config)) {
            // The newer protocol assigns on the broker and refuses a client-side strategy, and the broker decides on
            // time-outs.
            config.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
            config.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        }
        return config;
    }

    private static boolean isConsumerProtocol(Map<String, Object> config) {
        return "consumer".equalsIgnoreCase(String.valueOf(config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
    }

    private Map<String, Object> allForConsumer() {
        Map<String, Object> config = new LinkedHashMap<>();
        // A new group starts with the oldest record, otherwise what was written before its first poll would be lost.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // With this one a rebalance takes away only the partitions that move.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A topic that is created after the start is found within this time; the default is five minutes.
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 10_000);
        // Measured (docs/adr/0012): each poll costs the same few hops between threads, however much it brings. Nothing
        // waits for more.
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        addKnown(config, ConsumerConfig.configNames());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return config;
    }

    Map<String, Object> forProducer() {
        Map<String, Object> config = new LinkedHashMap<>();
        // Failing early lets our own retry, which is visible in /ready, take over.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        // The topic decides what is too large, not the producer: whatever was read, and our headers, must fit.
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        // Letters come in crowds or hardly at all, so waiting a little costs nothing.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        addKnown(config, ProducerConfig.configNames());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return config;
    }

    Map<String, Object> forAdmin() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 4_000);
        addKnown(config, AdminClientConfig.configNames());
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return config;
    }

    private void addKnown(Map<String, Object> config, Set<String> names) {
        properties.forEach((name, value) -> {
            if (names.contains(name)) {
                config.put(name, value.reveal());
            }
        });
    }
}
