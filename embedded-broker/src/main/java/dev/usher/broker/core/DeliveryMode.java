package dev.usher.broker.core;

/** How a message was published; subscriptions of SMF clients get all of them as direct. */
public enum DeliveryMode {
    DIRECT,
    NON_PERSISTENT,
    PERSISTENT
}
