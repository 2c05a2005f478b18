package dev.usher.broker.semp;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
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
    private Instant takenAt;

    MonitorPicture(BrokerCore core, SempBehaviour behaviour) {
        this.core = core;
        this.behaviour = behaviour;
    }

    List<Row> clients() {
        Duration lag = behaviour.monitorLag();
        if (lag.isZero()) {
            picture = null;
            return core.clients().stream().map(c -> new Row(c, null)).toList();
        }
        Instant now = core.clock().instant();
        if (picture == null || Duration.between(takenAt, now).compareTo(lag) >= 0) {
            takenAt = now;
            picture = core.clients().stream()
                    .map(c -> new Row(c, c.subscriptions()))
                    .toList();
        }
        return picture;
    }

    Optional<Row> client(String name) {
        if (behaviour.monitorLag().isZero()) {
            return core.client(name).map(c -> new Row(c, null));
        }
        return clients().stream().filter(r -> r.client().name().equals(name)).findFirst();
    }

    Optional<Row> mqttSession(String mqttClientId) {
        return clients().stream()
                .filter(r ->
                        r.client().mqttClientId().filter(mqttClientId::equals).isPresent())
                .findFirst();
    }
}
