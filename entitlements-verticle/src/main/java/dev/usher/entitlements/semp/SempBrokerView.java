package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.lane;
import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.ours;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.SubscriptionLimits;
import dev.usher.entitlements.core.port.BrokerUnavailableException;
import dev.usher.entitlements.core.port.BrokerView;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.semp.Client;
import dev.usher.semp.ClientSubscription;
import dev.usher.semp.MqttSessionSubscription;
import dev.usher.semp.MsgVpnStatus;
import dev.usher.semp.SempVpn;
import dev.usher.semp.VpnMonitor;
import dev.usher.semp.Where;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads clients and their subscriptions by the monitor API, each list to its last page.
 *
 * <p>What an MQTT client holds is read from both its own table and that of its session: whether one shows what was added to
 * the other is not documented.
 */
public final class SempBrokerView implements BrokerView {
    private final SempVpn vpn;
    private final MqttSessions sessions;
    private final SubscriptionCounts counts;
    private final MonitorLag lag;
    private final String managerUsername;

    /** @param managerUsername under which we are connected to the same Message VPN ourselves */
    public SempBrokerView(SempVpn vpn, MonitorLag lag, String managerUsername) {
        this.vpn = vpn;
        this.sessions = new MqttSessions(vpn);
        this.counts = new SubscriptionCounts(vpn, System::nanoTime);
        this.lag = lag;
        this.managerUsername = managerUsername;
    }

    @Override
    public Future<Void> caughtUp() {
        return lag.over();
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
    public Future<Optional<List<ObservedSubscription>>> subscriptionsOf(Connection client, Urgency urgency) {
        Future<List<String>> session = MqttSessions.clientId(client)
                .map(id -> inSession(id, client, urgency))
                .orElse(Future.succeededFuture(List.of()));
        Future<List<String>> table = monitor(urgency)
                .subscriptions(client.clientName())
                .map(held -> held.stream().map(ClientSubscription::topic).toList())
                .recover(missingIs(null));
        return ours(Future.all(table, session))
                .compose(read -> table.result() == null
                        ? gone(client, urgency)
                        : Future.succeededFuture(Optional.of(observed(client, table.result(), session.result()))));
    }

    /** Both tables; what both have is there once, spelt as the client's own table has it. */
    private static List<ObservedSubscription> observed(Connection client, List<String> table, List<String> session) {
        Map<TopicFilter, ObservedSubscription> held = new LinkedHashMap<>();
        List<ObservedSubscription> all = new ArrayList<>();
        table.forEach(text -> all.add(observed(client, text)));
        all.forEach(entry -> held.put(entry.filter(), entry));
        for (String text : session) {
            ObservedSubscription entry = observed(client, text);
            if (held.putIfAbsent(entry.filter(), entry) == null) {
                all.add(entry);
            }
        }
        return all;
    }

    private static ObservedSubscription observed(Connection client, String text) {
        return new ObservedSubscription(text, TopicFilter.parseObserved(text, client.isMqtt()));
    }

    /** What sessions hold that are, or may be, the client's. */
    private Future<List<String>> inSession(String clientId, Connection client, Urgency urgency) {
        return sessions.named(clientId, lane(urgency))
                .compose(found -> Future.all(found.stream()
                        .filter(s -> s.clientName().isEmpty() || MqttSessions.isOf(s, client))
                        .map(s -> monitor(urgency).mqttSubscriptions(s.id()).recover(missingIs(List.of())))
                        .toList()))
                .map(read -> read.<List<MqttSessionSubscription>>list().stream()
                        .flatMap(List::stream)
                        .map(MqttSessionSubscription::topic)
                        .toList());
    }

    /** Without a table there must be no client either, also later than it was listed, or what it holds is not known. */
    private Future<Optional<List<ObservedSubscription>>> gone(Connection client, Urgency urgency) {
        return lag.over()
                .compose(caughtUp -> client(client.clientName(), urgency))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
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

    @Override
    public Future<SubscriptionLimits> limits(String clientProfile, Urgency urgency) {
        return ours(counts.of(clientProfile, lane(urgency)));
    }
}
