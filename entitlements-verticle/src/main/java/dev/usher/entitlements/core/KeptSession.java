package dev.usher.entitlements.core;

import java.util.List;
import java.util.Optional;

/**
 * A durable MQTT session: the broker keeps it with its subscriptions also while its client is away.
 *
 * @param clientId the MQTT client id
 * @param virtualRouter where the broker keeps it, part of its key ({@code primary}, {@code backup})
 * @param subscriptions everything it is subscribed to
 * @param queued messages that wait for its client
 */
public record KeptSession(String clientId, String virtualRouter, List<Entry> subscriptions, long queued) {
    public KeptSession {
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * One subscription of a session.
     *
     * @param qos 0 or 1; with 1 messages are stored for the client while it is away
     */
    public record Entry(ObservedSubscription subscription, int qos) {}

    /** How the session's client calls itself; empty for an id that no seat can have. */
    Optional<ClientRef> client() {
        return ClientRef.ofClientName(ClientRef.Mqtt.PREFIX + clientId + "/0");
    }

    /** Whether messages are or can be stored in it, which removing a subscription does not take back. */
    public boolean stores() {
        return queued > 0 || subscriptions.stream().anyMatch(entry -> entry.qos() > 0);
    }
}
