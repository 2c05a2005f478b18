package dev.usher.broker.core;

import java.time.Instant;

/**
 * A message that an MQTT session keeps until its client acknowledges it.
 *
 * @param id grows within the session
 * @param bytes topic and payload
 * @param sent times it was sent; more than 1 is a redelivery
 */
public record MqttStoredMessage(long id, String topic, int bytes, Instant since, int sent) {}
