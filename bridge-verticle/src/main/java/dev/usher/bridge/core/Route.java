package dev.usher.bridge.core;

import java.util.Objects;

/**
 * Where some of the records of one Kafka topic go, and how.
 *
 * @param name what configuration, logs and metrics call it
 * @param from the Kafka topic
 */
public record Route(String name, String from, Delivery delivery) {
    public Route {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(delivery, "delivery");
    }
}
