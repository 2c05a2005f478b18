package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.missingIs;

import dev.usher.entitlements.core.Connection;
import dev.usher.semp.MqttSession;
import dev.usher.semp.MqttSessionId;
import dev.usher.semp.SempLane;
import dev.usher.semp.SempVpn;
import dev.usher.semp.Where;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * MQTT sessions by the client ids in the names of clients: PubSub+ names a client {@code #mqtt/<client id>/<number>}. The
 * virtual router is half of a session's key and always taken from the list; whether {@code auto} finds a session is not
 * documented.
 */
final class MqttSessions {
    private static final String PREFIX = "#mqtt/";

    private final SempVpn vpn;

    MqttSessions(SempVpn vpn) {
        this.vpn = vpn;
    }

    /** The client id in a client's name; empty if it does not speak MQTT. */
    static Optional<String> clientId(Connection client) {
        String name = client.clientName();
        int end = name.lastIndexOf('/');
        return name.startsWith(PREFIX) && end > PREFIX.length()
                ? Optional.of(name.substring(PREFIX.length(), end))
                : Optional.empty();
    }

    /** True if the session is the one that the client is connected to now. */
    static boolean isOf(MqttSession session, Connection client) {
        return session.clientName().filter(client.clientName()::equals).isPresent();
    }

    /** Every session of a client id, on whichever virtual router. Fails as SEMP calls do. */
    Future<List<MqttSession>> named(String clientId, SempLane lane) {
        return vpn.in(lane).monitor().mqttSessions(Where.is(MqttSession.CLIENT_ID, clientId));
    }

    /** Whether the session is there, with a client or without. Fails as SEMP calls do. */
    Future<Boolean> exists(MqttSessionId session, SempLane lane) {
        return vpn.in(lane).monitor().mqttSession(session).map(true).recover(missingIs(false));
    }
}
