package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.MqttSession;
import dev.usher.broker.core.MqttSessionStatus;
import dev.usher.broker.core.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is connected with which subscriptions, as the monitor API sees it: live, or as it was up to the configured lag ago.
 * Used from one thread at a time.
 */
final class MonitorPicture {

    /** One client; its counters and uptime are always live. */
    record Row(Client client, List<Subscription> frozen) {
        List<Subscription> subscriptions() {
            return frozen == null ? client.subscriptions() : frozen;
        }
    }

    private final BrokerCore core;
    private final SempBehaviour behaviour;
    private List<Row> picture;
    private List<MqttSessionStatus> sessions;
    private Instant takenAt;

    MonitorPicture(BrokerCore core, SempBehaviour behaviour) {
        this.core = core;
        this.behaviour = behaviour;
    }

    List<Row> clients() {
        if (behaviour.monitorLag().isZero()) {
            picture = null;
            return core.clients().stream().map(c -> new Row(c, null)).toList();
        }
        refresh();
        return picture;
    }

    List<MqttSessionStatus> mqttSessions() {
        if (behaviour.monitorLag().isZero()) {
            picture = null;
            return statuses();
        }
        refresh();
        return sessions;
    }

    private void refresh() {
        Duration lag = behaviour.monitorLag();
        Instant now = core.clock().instant();
        if (picture == null || Duration.between(takenAt, now).compareTo(lag) >= 0) {
            takenAt = now;
            sessions = statuses();
            picture = core.clients().stream()
                    .map(c -> new Row(c, c.subscriptions()))
                    .toList();
        }
    }

    private List<MqttSessionStatus> statuses() {
        return core.mqttSessions().all().stream().map(MqttSession::status).toList();
    }

    Optional<Row> client(String name) {
        if (behaviour.monitorLag().isZero()) {
            return core.client(name).map(c -> new Row(c, null));
        }
        return clients().stream().filter(r -> r.client().name().equals(name)).findFirst();
    }

    Optional<MqttSessionStatus> mqttSession(String mqttClientId) {
        if (behaviour.monitorLag().isZero()) {
            return core.mqttSessions().find(mqttClientId).map(MqttSession::status);
        }
        return mqttSessions().stream()
                .filter(s -> s.clientId().equals(mqttClientId))
                .findFirst();
    }
}
