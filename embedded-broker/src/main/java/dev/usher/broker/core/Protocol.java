package dev.usher.broker.core;

/** The protocol a client speaks; decides how its client name is formed and how its subscriptions are spelled. */
public enum Protocol {
    SMF,
    MQTT
}
