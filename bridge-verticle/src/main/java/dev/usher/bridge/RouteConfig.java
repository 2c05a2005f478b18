package dev.usher.bridge;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.mapping.Condition;
import dev.usher.bridge.mapping.JsonFormat;
import dev.usher.bridge.mapping.PayloadFormat;
import dev.usher.bridge.mapping.RouteMapping;
import dev.usher.bridge.mapping.Tombstones;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.TextTemplate;
import dev.usher.topics.TopicTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One route as configured.
 *
 * @param name what logs and metrics call it
 * @param from the Kafka topic
 * @param format how its payloads are written
 * @param when which of its records the route takes
 * @param topic the template, see {@link TopicTemplate}
 * @param reservedCharacters what to do with a field value that has characters which are special in topics
 * @param userProperties names and templates, see {@link TextTemplate}
 */
public record RouteConfig(
        String name,
        String from,
        Format format,
        Condition when,
        String topic,
        ReservedCharacters reservedCharacters,
        Delivery delivery,
        Tombstones tombstones,
        Map<String, TextTemplate> userProperties) {

    /** The formats there are. */
    public enum Format {
        JSON(JsonFormat.INSTANCE);

        private final PayloadFormat format;

        Format(PayloadFormat format) {
            this.format = format;
        }

        PayloadFormat payloadFormat() {
            return format;
        }
    }

    /** Names that {@link RecordProperties}, the bridge's other headers and JMS have taken, in lower case. */
    private static final List<String> RESERVED_PREFIXES = List.of("k_", "usher_", "jms");

    private static final Duration LONGEST_TTL = Duration.ofDays(365);

    public RouteConfig {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(reservedCharacters, "reservedCharacters");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(tombstones, "tombstones");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (from.isBlank()) {
            throw new IllegalArgumentException("from must name a Kafka topic");
        }
        RouteMapping.checkFirstLevel(TopicTemplate.parse(topic, reservedCharacters));
        userProperties.keySet().forEach(RouteConfig::checkPropertyName);
        userProperties = Collections.unmodifiableMap(new LinkedHashMap<>(userProperties));
    }

    /** The plainest route: every record, direct. */
    public static RouteConfig of(String from, String topic) {
        return new RouteConfig(
                from,
                from,
                Format.JSON,
                Condition.ALWAYS,
                topic,
                ReservedCharacters.ENCODE,
                Delivery.direct(false, RecordProperties.DEFAULT),
                Tombstones.DEAD_LETTER,
                Map.of());
    }

    private static void checkPropertyName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("userProperties has a name that is blank or has control characters");
        }
        if (RESERVED_PREFIXES.stream().anyMatch(lower::startsWith)) {
            throw new IllegalArgumentException("userProperties has " + name
                    + ", but names that begin with k_, usher_ or JMS are taken; choose another name");
        }
    }

    /**
     * The names of routes that have none: the Kafka topic, for the second of one topic {@code <topic>-2}, and so on.
     */
    static List<RouteConfig> all(List<ConfigReader> nodes) {
        List<RouteConfig> routes = new ArrayList<>();
        Map<String, Integer> ofTopic = new LinkedHashMap<>();
        for (ConfigReader node : nodes) {
            String from = node.string("from");
            int number = ofTopic.merge(from, 1, Integer::sum);
            routes.add(from(node, from, number == 1 ? from : from + "-" + number));
        }
        return Collections.unmodifiableList(routes);
    }

    /**
     * Reads {@code from}, {@code topic} and, with defaults, everything else that usher.example.yaml shows for a route. Null when there
     * is a problem.
     */
    private static RouteConfig from(ConfigReader node, String from, String defaultName) {
        String name = node.string("name", defaultName);
        Format format = node.oneOf("format", Format.class, Format.JSON);
        Optional<Condition> when = node.optionalParsed("when", Condition::parse);
        ReservedCharacters reserved =
                node.oneOf("reservedCharacters", ReservedCharacters.class, ReservedCharacters.ENCODE);
        String topic =
                node.parsed("topic", text -> TopicTemplate.parse(text, reserved).toString());
        Delivery delivery = delivery(node);
        Tombstones tombstones = node.oneOf("tombstones", Tombstones.class, Tombstones.DEAD_LETTER);
        Map<String, TextTemplate> userProperties = new LinkedHashMap<>();
        node.stringMap("userProperties").forEach((property, text) -> {
            try {
                userProperties.put(property, TextTemplate.parse(text));
            } catch (IllegalArgumentException e) {
                node.problem("userProperties." + property, e.getMessage());
            }
        });
        return node.check(() -> new RouteConfig(
                name,
                from,
                format,
                when.orElse(Condition.ALWAYS),
                topic,
                reserved,
                delivery,
                tombstones,
                userProperties));
    }

    private static Delivery delivery(ConfigReader node) {
        Delivery.Mode mode = node.oneOf("delivery", Delivery.Mode.class, Delivery.Mode.DIRECT);
        Delivery.Ordering ordering = node.oneOf("ordering", Delivery.Ordering.class, Delivery.Ordering.PIPELINED);
        boolean eliding = node.bool("eliding", false);
        Duration ttl = node.duration("ttl", Duration.ZERO, Duration.ZERO, LONGEST_TTL);
        int classOfService = node.integer("classOfService", 1, 1, 3);
        ConfigReader properties = node.node("properties");
        RecordProperties wanted = new RecordProperties(
                properties.bool("topic", true),
                properties.bool("partition", true),
                properties.bool("offset", true),
                properties.bool("timestamp", true),
                properties.bool("key", false),
                properties.bool("headers", false),
                properties.bool("route", false));
        return node.check(() -> new Delivery(mode, ordering, eliding, ttl, classOfService, wanted));
    }

    Route toRoute() {
        return new Route(name, from, delivery);
    }

    RouteMapping toMapping() {
        return new RouteMapping(
                toRoute(),
                when,
                TopicTemplate.parse(topic, reservedCharacters),
                reservedCharacters,
                tombstones,
                userProperties);
    }
}
