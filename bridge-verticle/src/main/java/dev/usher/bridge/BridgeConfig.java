package dev.usher.bridge;

import dev.usher.bridge.core.BadRecords;
import dev.usher.bridge.core.FlowLimits;
import dev.usher.bridge.kafka.KafkaSettings;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.management.ManagementConfig;
import dev.usher.runtime.solace.SolaceConnection;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything a bridge needs to know.
 *
 * @param commitInterval how often positions are stored; after a crash up to so much is sent again
 * @param sessions how many connections to Solace the partitions are spread over
 * @param badRecords what becomes of records that cannot be published
 * @param deadLetterTopic one topic for all dead letters; empty for {@code <topic>.dead-letter}
 * @param limits when reading pauses
 */
public record BridgeConfig(
        KafkaSettings kafka,
        Duration commitInterval,
        SolaceConnection solace,
        int sessions,
        List<RouteConfig> routes,
        BadRecords badRecords,
        Optional<String> deadLetterTopic,
        FlowLimits limits,
        ManagementConfig management) {

    public static final int DEFAULT_MANAGEMENT_PORT = 8092;

    private static final int MOST_SESSIONS = 64;
    private static final int DEFAULT_QUEUE_SIZE = 10_000;
    private static final int DEFAULT_IN_FLIGHT = 50_000;

    public BridgeConfig {
        Objects.requireNonNull(kafka, "kafka");
        Objects.requireNonNull(solace, "solace");
        Objects.requireNonNull(badRecords, "badRecords");
        Objects.requireNonNull(deadLetterTopic, "deadLetterTopic");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(management, "management");
        if (sessions < 1) {
            throw new IllegalArgumentException("solace.sessions must be at least 1: " + sessions);
        }
        if (commitInterval.isNegative() || commitInterval.isZero()) {
            throw new IllegalArgumentException("commitInterval must be longer than nothing");
        }
        routes = new BridgeMapping(routes).routes();
        for (RouteConfig route : routes) {
            if (deadLetterTopic.isPresent() && deadLetterTopic.get().equals(route.from())) {
                throw new IllegalArgumentException(
                        "deadLetter.topic is also read by a route, so a dead letter would come back for ever: "
                                + route.from());
            }
        }
    }

    /** Reads the {@code bridge} section. */
    public static BridgeConfig from(ConfigReader node) {
        ConfigReader kafka = node.node("kafka");
        ConfigReader flow = node.node("flow");
        List<RouteConfig> routes = BridgeMapping.routes(node);
        Duration commitInterval =
                kafka.duration("commitInterval", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(5));
        KafkaSettings settings = kafka.check(() -> new KafkaSettings(
                kafka.string("bootstrapServers"),
                kafka.string("groupId"),
                kafka.secretMap("properties"),
                kafka.duration(
                        "releaseTimeout", Duration.ofSeconds(3), Duration.ofMillis(10), Duration.ofSeconds(30))));
        ConfigReader broker = node.node("solace");
        SolaceConnection solace = SolaceConnection.from(broker);
        int sessions = broker.integer("sessions", 1, 1, MOST_SESSIONS);
        BadRecords badRecords = node.oneOf("badRecords", BadRecords.class, BadRecords.DEAD_LETTER);
        Optional<String> deadLetterTopic = node.node("deadLetter").optionalString("topic");
        FlowLimits limits = flow.check(() -> new FlowLimits(
                flow.integer("queueSize", DEFAULT_QUEUE_SIZE, 1, 10_000_000),
                flow.integer("queueBytes", FlowLimits.DEFAULT_BYTES, 1, Integer.MAX_VALUE),
                flow.integer("inFlightPerPartition", DEFAULT_IN_FLIGHT, 1, 10_000_000),
                sessions));
        ManagementConfig management = ManagementConfig.from(node.node("management"), DEFAULT_MANAGEMENT_PORT);
        return node.check(() -> new BridgeConfig(
                settings, commitInterval, solace, sessions, routes, badRecords, deadLetterTopic, limits, management));
    }

    BridgeMapping mapping() {
        return new BridgeMapping(routes);
    }

    /** Where dead letters may go; none when the policy is another. */
    Set<String> deadLetterTopics() {
        return badRecords == BadRecords.DEAD_LETTER
                ? mapping().topics().stream().map(this::deadLetterTopicFor).collect(Collectors.toSet())
                : Set.of();
    }

    /** Where the dead letters of a Kafka topic go. */
    String deadLetterTopicFor(String kafkaTopic) {
        return deadLetterTopic.orElse(kafkaTopic + ".dead-letter");
    }
}
