package dev.usher.bridge.core;

import java.util.Objects;

/**
 * How the events of a route are sent.
 *
 * @param elidingEligible whether a broker may drop an event in favour of a newer one on the same topic, for clients whose client
 *     profile has eliding on
 * @param properties which user properties an event carries
 */
public record Delivery(boolean elidingEligible, RecordProperties properties) {
    public Delivery {
        Objects.requireNonNull(properties, "properties");
    }
}
