package dev.usher.broker.core;

public enum SubscribeOutcome {
    OK,
    ALREADY_EXISTS,
    ACL_DENIED,
    INVALID,
    TOO_MANY,
    /** It is there with another choice of deliver-always. */
    CONFLICT,
    /** The client is no longer connected. */
    CLOSED;

    /** Whether the client asked for something it may not have. */
    boolean isRefusal() {
        return this == ACL_DENIED || this == INVALID || this == TOO_MANY;
    }
}
