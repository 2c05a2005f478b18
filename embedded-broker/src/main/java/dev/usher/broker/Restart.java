package dev.usher.broker;

/** What a broker that was stopped still has when it starts again. */
public enum Restart {
    /**
     * As after a restart of PubSub+, or its backup taking over: configuration, durable MQTT sessions with their
     * subscriptions and stored messages, and what publishers of guaranteed messages had accepted. Not: connections, what they
     * subscribed or was subscribed on their behalf, clean sessions, SEMP sessions.
     */
    KEEPING_STATE,
    /** As with an empty disk: what the builder configured, and nothing else. */
    LOSING_STATE
}
