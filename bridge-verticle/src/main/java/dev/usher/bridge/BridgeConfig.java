package dev.usher.bridge;

import dev.usher.bridge.core.FlowLimits;
import dev.usher.bridge.kafka.KafkaSettings;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.management.ManagementConfig;
import dev.usher.runtime.solace.SolaceConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a bridge needs to know.
 *
 * @param commitInterval how often positions are stored; after a crash up to so much is sent again
 * @param deadLetterTopic one topic for all dead letters; empty for {@code <topic>.dead-letter}
 * @param limits when reading pauses
 */
public record BridgeConfig(
        KafkaSettings kafka,
        Duration commitInterval,
        SolaceConnection solace,
        List<RouteConfig> routes,
        Optional<String> deadLetterTopic,
        FlowLimits limits,
        ManagementConfig management) {

    public static final int DEFAULT_MANAGEMENT_PORT = 8092;

    private static final int DEFAULT_QUEUE_SIZE = 10_000;
    private static final int DEFAULT_IN_FLIGHT = 50_000;

    public BridgeConfig {
        Objects.requireNonNull(kafka, "kafka");
        Objects.requireNonNull(solace, "solace");
        Objects.requireNonNull(deadLetterTopic, "deadLetterTopic");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(management, "management");
        if (commitInterval.isNegative() || commitInterval.isZero()) {
            throw new IllegalArgumentException("commitInterval must be longer than nothing");
        }
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("routes must have at least one route");
        }
        Set<String> seen = new HashSet<>();
        for (RouteConfig route : routes) {
            if (!seen.add(route.from())) {
                throw new IllegalArgumentException("routes has two routes from " + route.from() + "; there can be one");
            }
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
        List<RouteConfig> routes =
                node.nodes("routes").stream().map(RouteConfig::from).toList();
        if (routes.isEmpty()) {
            node.problem("routes", "is missing; give at least one route with from and topic");
        }
        Duration commitInterval =
                kafka.duration("commitInterval", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(5));
        KafkaSettings settings = kafka.check(() -> new KafkaSettings(
                kafka.string("bootstrapServers"),
                kafka.string("groupId"),
                kafka.secretMap("properties"),
                kafka.duration(
                        "releaseTimeout", Duration.ofSeconds(3), Duration.ofMillis(10), Duration.ofSeconds(30))));
        SolaceConnection solace = SolaceConnection.from(node.node("solace"));
        Optional<String> deadLetterTopic = node.node("deadLetter").optionalString("topic");
        FlowLimits limits = flow.check(() -> new FlowLimits(
                flow.integer("queueSize", DEFAULT_QUEUE_SIZE, 1, 10_000_000),
                flow.integer("inFlightPerPartition", DEFAULT_IN_FLIGHT, 1, 10_000_000)));
        ManagementConfig management = ManagementConfig.from(node.node("management"), DEFAULT_MANAGEMENT_PORT);
        return node.check(
                () -> new BridgeConfig(settings, commitInterval, solace, routes, deadLetterTopic, limits, management));
    }

    /** Where the dead letters of a Kafka topic go. */
    String deadLetterTopicFor(String kafkaTopic) {
        return deadLetterTopic.orElse(kafkaTopic + ".dead-letter");
    }
}
