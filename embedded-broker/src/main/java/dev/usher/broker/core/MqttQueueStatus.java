package dev.usher.broker.core;

/**
 * The queue of an MQTT session at one moment.
 *
 * @param messages held, those in flight included
 * @param bytes topics and payloads held
 * @param inFlight sent and not acknowledged
 * @param taken messages taken since the session began
 * @param discarded messages that found it full
 * @param redelivered times a message was sent again
 */
public record MqttQueueStatus(int messages, long bytes, int inFlight, long taken, long discarded, long redelivered) {}
