package dev.usher.bridge.core;

import java.util.Objects;

/**
 * Where the records of one Kafka topic go.
 *
 * @param from the Kafka topic
 */
public record Route(String from, TopicMapper mapper, Delivery delivery) {
    public Route {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(mapper, "mapper");
        Objects.requireNonNull(delivery, "delivery");
    }
}
