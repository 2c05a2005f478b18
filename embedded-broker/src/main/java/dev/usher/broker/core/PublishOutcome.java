package dev.usher.broker.core;

public enum PublishOutcome {
    OK,
    ACL_DENIED,
    /** Empty, longer than 250 bytes, more than 128 levels, or with a NUL. */
    INVALID_TOPIC,
    /** The client is no longer connected. */
    CLOSED
}
