package dev.usher.semp;

import io.vertx.core.Future;
import java.util.List;

/**
 * The monitor API of one Message VPN. A list that arrives is complete in the sense that it was followed to its last page; it is not
 * a snapshot, since objects may come and go between pages.
 */
public final class VpnMonitor {
    private final SempCalls calls;
    private final SempLane lane;
    private final String vpn;

    VpnMonitor(SempCalls calls, SempLane lane, String vpn) {
        this.calls = calls;
        this.lane = lane;
        this.vpn = vpn;
    }

    /** Whether the Message VPN is up. */
    public Future<MsgVpnStatus> msgVpn() {
        return calls.get(lane, MsgVpnStatus.TYPE, SempPath.LIVE_MSG_VPN, List.of(vpn));
    }

    /** The connected client of this name; fails with {@link SempErrorKind#NOT_FOUND} if there is none. */
    public Future<Client> client(String clientName) {
        return calls.get(lane, Client.TYPE, SempPath.LIVE_CLIENT, List.of(vpn, clientName));
    }

    /** Connected clients, for example {@code Where.is(Client.USERNAME, "alice")}. */
    public Future<List<Client>> clients(Where where) {
        return calls.list(lane, Client.TYPE, SempPath.LIVE_CLIENTS, List.of(vpn), where);
    }

    /** All subscriptions of a connected client; fails with {@link SempErrorKind#NOT_FOUND} if it is gone. */
    public Future<List<ClientSubscription>> subscriptions(String clientName) {
        return calls.list(
                lane,
                ClientSubscription.TYPE,
                SempPath.LIVE_CLIENT_SUBSCRIPTIONS,
                List.of(vpn, clientName),
                Where.everything());
    }

    /** How many subscriptions a connected client has; fails with {@link SempErrorKind#NOT_FOUND} if it is gone. */
    public Future<Long> subscriptionCount(String clientName) {
        return calls.count(lane, Client.TYPE, SempPath.LIVE_CLIENT, List.of(vpn, clientName), "subscriptions");
    }

    /** The transport connections of a connected client; fails with {@link SempErrorKind#NOT_FOUND} if it is gone. */
    public Future<List<ClientConnection>> connections(String clientName) {
        return calls.list(
                lane,
                ClientConnection.TYPE,
                SempPath.LIVE_CLIENT_CONNECTIONS,
                List.of(vpn, clientName),
                Where.everything());
    }

    /** MQTT sessions, those without a connection included, for example {@code Where.is(MqttSession.OWNER, "alice")}. */
    public Future<List<MqttSession>> mqttSessions(Where where) {
        return calls.list(lane, MqttSession.TYPE, SempPath.LIVE_MQTT_SESSIONS, List.of(vpn), where);
    }

    /** One MQTT session; fails with {@link SempErrorKind#NOT_FOUND} if there is none. */
    public Future<MqttSession> mqttSession(MqttSessionId id) {
        return calls.get(lane, MqttSession.TYPE, SempPath.LIVE_MQTT_SESSION, session(id));
    }

    /** The subscriptions of an MQTT session; whether they include those made on its behalf over SMF is not documented. */
    public Future<List<MqttSessionSubscription>> mqttSubscriptions(MqttSessionId id) {
        return calls.list(
                lane, MqttSessionSubscription.LIVE, SempPath.LIVE_MQTT_SUBSCRIPTIONS, session(id), Where.everything());
    }

    /** The queue of an MQTT session; fails with {@link SempErrorKind#NOT_FOUND} if there is none. */
    public Future<MqttQueue> mqttQueue(String queueName) {
        return calls.get(lane, MqttQueue.TYPE, SempPath.LIVE_QUEUE, List.of(vpn, queueName));
    }

    /** How many messages a queue holds, those sent and not acknowledged included; fails like {@link #mqttQueue}. */
    public Future<Long> queuedMessages(String queueName) {
        return calls.count(lane, MqttQueue.TYPE, SempPath.LIVE_QUEUE, List.of(vpn, queueName), "msgs");
    }

    private List<String> session(MqttSessionId id) {
        return List.of(vpn, id.clientId(), id.router().text());
    }
}
