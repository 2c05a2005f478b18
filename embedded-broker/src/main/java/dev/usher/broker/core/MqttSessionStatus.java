package dev.usher.broker.core;

import java.util.List;
import java.util.Optional;

/**
 * An MQTT session at one moment.
 *
 * @param clean the last connection asked for a clean session
 * @param clientName empty while the client is away
 * @param queueName empty until the session has its first QoS 1 subscription
 * @param packets MQTT packets of all its connections; always live
 * @param subscriptions those that SEMP shows below the session
 */
public record MqttSessionStatus(
        String clientId,
        boolean durable,
        boolean createdByManagement,
        boolean clean,
        Optional<String> clientName,
        MqttSessionSettings settings,
        Optional<String> queueName,
        MqttQueueStatus queue,
        MqttPacketCounts packets,
        List<Subscription> subscriptions) {

    public MqttSessionStatus {
        subscriptions = List.copyOf(subscriptions);
    }
}
