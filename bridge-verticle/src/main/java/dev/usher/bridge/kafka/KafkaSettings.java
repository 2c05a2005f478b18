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
 *     passwords
 * @param releaseTimeout how long a rebalance waits at most for events that are just being sent
 */
public record KafkaSettings(
        String bootstrapServers, String groupId, Map<String, Secret> properties, Duration releaseTimeout) {

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

    Map<String, Object> forConsumer() {
        Map<String, Object> config = new LinkedHashMap<>();
        // A new group starts with the oldest record, otherwise what was written before its first poll would be lost.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // With this one a rebalance takes away only the partitions that move.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A topic that is created after the start is found within this time; the default is five minutes.
        config.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 10_000);
        addKnown(config, ConsumerConfig.configNames());
        if ("consumer".equals(config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
            // The newer protocol assigns on the broker and refuses a client-side strategy.
            config.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        }
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
