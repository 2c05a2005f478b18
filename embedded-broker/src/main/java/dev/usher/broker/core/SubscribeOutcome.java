package dev.usher.broker.core;

public enum SubscribeOutcome {
    OK,
    ALREADY_EXISTS,
    ACL_DENIED,
    INVALID,
    TOO_MANY,
    /** The client is no longer connected. */
    CLOSED
}
