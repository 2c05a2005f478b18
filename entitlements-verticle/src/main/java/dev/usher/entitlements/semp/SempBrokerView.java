package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.lane;
import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.ours;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.semp.Client;
import dev.usher.semp.MqttSession;
import dev.usher.semp.MsgVpnStatus;
import dev.usher.semp.SempVpn;
import dev.usher.semp.VpnMonitor;
import dev.usher.semp.Where;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Reads clients and their subscriptions by the monitor API, each list to its last page. */
public final class SempBrokerView implements BrokerView {
    private final SempVpn vpn;
    private final String managerUsername;

    /** @param managerUsername under which we are connected to the same Message VPN ourselves */
    public SempBrokerView(SempVpn vpn, String managerUsername) {
        this.vpn = vpn;
        this.managerUsername = managerUsername;
    }

    @Override
    public Future<Void> requireLive(Urgency urgency) {
        return ours(monitor(urgency)
                .msgVpn()
                .compose(status -> status.state() == MsgVpnStatus.State.UP
                        ? monitor(urgency).clients(Where.is(Client.USERNAME, managerUsername))
                        : Future.failedFuture("Message VPN " + vpn.name() + " is "
                                + status.state().text() + " on this broker"))
                .compose(managers -> managers.isEmpty()
                        ? Future.failedFuture("this broker does not show our own manager " + managerUsername
                                + " among its clients: it is not connected, or this is a standby")
                        : Future.succeededFuture()));
    }

    @Override
    public Future<List<String>> keptSessionsOf(String clientUsername, Urgency urgency) {
        return ours(monitor(urgency)
                .mqttSessions(Where.is(MqttSession.OWNER, clientUsername))
                .map(sessions -> sessions.stream()
                        .filter(MqttSession::durable)
                        .map(session -> session.id().clientId())
                        .toList()));
    }

    @Override
    public Future<List<Connection>> clientsOf(String clientUsername, Urgency urgency) {
        return connections(Where.is(Client.USERNAME, clientUsername), urgency);
    }

    @Override
    public Future<List<Connection>> roster(Urgency urgency) {
        return connections(Where.everything(), urgency);
    }

    @Override
    public Future<Optional<Connection>> client(String clientName, Urgency urgency) {
        return ours(monitor(urgency)
                .client(clientName)
                .map(client -> Optional.of(connection(client)))
                .recover(missingIs(Optional.empty())));
    }

    @Override
    public Future<List<Connection>> find(ClientRef client, Urgency urgency) {
        if (client instanceof ClientRef.Smf smf) {
            return client(smf.value(), urgency).map(found -> found.stream().toList());
        }
        // The number at the end of an MQTT client's name is the broker's to choose.
        return connections(Where.like(Client.NAME, "#mqtt/" + client.value() + "/*"), urgency)
                .map(found ->
                        found.stream().filter(c -> client.names(c.clientName())).toList());
    }

    @Override
    public Future<List<ObservedSubscription>> subscriptionsOf(Connection client, Urgency urgency) {
        return ours(monitor(urgency)
                        .subscriptions(client.clientName())
                        .map(held -> held.stream()
                                .map(s -> new ObservedSubscription(
                                        s.topic(), TopicFilter.parseObserved(s.topic(), client.isMqtt())))
                                .toList())
                        .recover(missingIs(null)))
                .compose(held -> held != null ? Future.succeededFuture(held) : gone(client, urgency));
    }

    /** Without a table there must be no client either, or what it holds is not known. */
    private Future<List<ObservedSubscription>> gone(Connection client, Urgency urgency) {
        return client(client.clientName(), urgency)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(new BrokerUnavailableException(
                                "SEMP: client " + client.clientName() + " is there without a subscription table",
                                null)));
    }

    private Future<List<Connection>> connections(Where where, Urgency urgency) {
        return ours(monitor(urgency)
                .clients(where)
                .map(clients -> clients.stream().map(SempBrokerView::connection).toList()));
    }

    private VpnMonitor monitor(Urgency urgency) {
        return vpn.in(lane(urgency)).monitor();
    }

    private static Connection connection(Client client) {
        return new Connection(client.name(), client.username(), client.address(), client.id(), client.aclProfile());
    }
}
