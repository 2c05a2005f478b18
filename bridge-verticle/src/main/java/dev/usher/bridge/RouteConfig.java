package dev.usher.bridge;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.core.TopicMapper;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.TopicTemplate;
import java.util.Objects;

/**
 * One route as configured.
 *
 * @param from the Kafka topic
 * @param topic the template, see {@link TopicTemplate}
 * @param reservedCharacters what to do with a field value that has characters which are special in topics
 * @param eliding whether the events are eligible for eliding
 * @param properties which user properties they carry
 */
public record RouteConfig(
        String from,
        String topic,
        ReservedCharacters reservedCharacters,
        boolean eliding,
        RecordProperties properties) {

    /** How sure a publisher wants to be. */
    enum DeliveryMode {
        /** Sent and forgotten: fast, and lost when the broker or the connection is. */
        DIRECT,
        /** Acknowledged by the broker. */
        GUARANTEED
    }

    public RouteConfig {
        Objects.requireNonNull(reservedCharacters, "reservedCharacters");
        Objects.requireNonNull(properties, "properties");
        if (from.isBlank()) {
            throw new IllegalArgumentException("from must name a Kafka topic");
        }
        TopicTemplate.parse(topic, reservedCharacters);
    }

    /**
     * Reads {@code from}, {@code topic}, {@code reservedCharacters} (default {@code encode}), {@code eliding} (default
     * {@code false}), {@code delivery} and {@code properties} with {@code topic}, {@code partition}, {@code offset} and
     * {@code timestamp} (default {@code true}).
     */
    static RouteConfig from(ConfigReader node) {
        DeliveryMode delivery = node.oneOf("delivery", DeliveryMode.class, DeliveryMode.DIRECT);
        if (delivery == DeliveryMode.GUARANTEED) {
            node.problem("delivery", "guaranteed is not available yet; write direct, or leave it out");
        }
        ReservedCharacters reserved =
                node.oneOf("reservedCharacters", ReservedCharacters.class, ReservedCharacters.ENCODE);
        ConfigReader properties = node.node("properties");
        return node.check(() -> new RouteConfig(
                node.string("from"),
                node.parsed("topic", text -> TopicTemplate.parse(text, reserved).toString()),
                reserved,
                node.bool("eliding", false),
                new RecordProperties(
                        properties.bool("topic", true),
                        properties.bool("partition", true),
                        properties.bool("offset", true),
                        properties.bool("timestamp", true))));
    }

    Route toRoute() {
        return new Route(from, TopicMapper.of(topic, reservedCharacters), new Delivery(eliding, properties));
    }
}
