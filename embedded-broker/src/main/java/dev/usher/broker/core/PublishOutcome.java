package dev.usher.broker.core;

public enum PublishOutcome {
    OK,
    ACL_DENIED,
    /** Empty, longer than 250 bytes, more than 128 levels, or with a NUL. */
    INVALID_TOPIC,
    /** A guaranteed message that nobody subscribed to, of a client whose profile wants to know. */
    NO_SUBSCRIPTION_MATCH,
    /** The client is no longer connected. */
    CLOSED
}
