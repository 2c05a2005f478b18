package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.settled;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.Subscriptions;
import dev.usher.semp.MqttSession;
import dev.usher.semp.MqttSessionSubscription;
import dev.usher.semp.SempLane;
import dev.usher.semp.SempVpn;
import dev.usher.topics.InexactTranslationException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds and removes subscriptions of MQTT sessions by the config API (SEMP v2 spec, MsgVpnMqttSessionSubscription), with QoS
 * 0: nothing is stored for a client that is away. Needs no subscription manager, and reaches MQTT clients only.
 *
 * <p>A session is addressed by client id, not by the name of the connection, so whoever takes the client id between our
 * look and our request is given what was meant for another. Therefore the look is never reused for a later request, and
 * {@link #remove} for a connection that is gone takes the subscription back from whoever has the client id now.
 *
 * <p>A session that is shown is acted on at once, and the config API, which does not lag, says what became of it. That there is
 * none, or whose it is instead, is believed only of a look that is late enough, see {@link MonitorLag}.
 */
public final class SempSubscriptions implements Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(SempSubscriptions.class);
    private static final int QOS = 0;
    private static final String WAY_OUT = "; set injection: smf for this broker";

    private final SempVpn vpn;
    private final MqttSessions sessions;
    private final SessionEntries entries;
    private final MonitorLag lag;
    private final Map<Connection, Turn> turns = new ConcurrentHashMap<>();

    public SempSubscriptions(SempVpn vpn, MonitorLag lag) {
        this.vpn = vpn;
        this.lag = lag;
        this.sessions = new MqttSessions(vpn);
        this.entries = new SessionEntries(vpn);
    }

    /** What is asked for while the first request for a client is under way shares its look and follows it. */
    private record Turn(Future<List<MqttSession>> looked, Promise<Void> first) {}

    @Override
    public Set<String> reaches() {
        return Set.of("mqtt");
    }

    /** They are made as subscriptions of the session (SEMP v2 spec, MsgVpnMqttSessionSubscription). */
    @Override
    public boolean shownWhileAway() {
        return true;
    }

    @Override
    public String way() {
        return "semp";
    }

    /** {@inheritDoc} Of several filters for a client, the one asked for first is there before any other. */
    @Override
    public Future<Outcome> add(Connection client, TopicFilter filter) {
        Optional<String> clientId = MqttSessions.clientId(client);
        if (clientId.isEmpty()) {
            return Future.succeededFuture(unreached(client));
        }
        String topic;
        try {
            topic = filter.toMqtt();
        } catch (InexactTranslationException e) {
            return Future.succeededFuture(new Outcome.Refused(e.getMessage()));
        }
        return settled(() ->
                inTurn(client, clientId.get(), looked -> looked.compose(found -> add(client, found, topic))));
    }

    private Future<Outcome> inTurn(
            Connection client, String clientId, Function<Future<List<MqttSession>>, Future<Outcome>> request) {
        Turn running = turns.get(client);
        if (running != null) {
            return running.first().future().compose(served -> request.apply(running.looked()));
        }
        Turn turn = new Turn(look(client, clientId, SempLane.GRANT), Promise.promise());
        turns.put(client, turn);
        return request.apply(turn.looked()).onComplete(served -> {
            turns.remove(client, turn);
            turn.first().complete();
        });
    }

    /** The sessions of a client id: the client's own among them, or that is evidence of its having none now. */
    private Future<List<MqttSession>> look(Connection client, String clientId, SempLane lane) {
        return sessions.named(clientId, lane)
                .compose(found -> found.stream().anyMatch(session -> MqttSessions.isOf(session, client))
                        ? Future.succeededFuture(found)
                        : lag.again(found, () -> sessions.named(clientId, lane)));
    }

    private Future<Outcome> add(Connection client, List<MqttSession> found, String topic) {
        Optional<MqttSession> own =
                found.stream().filter(s -> MqttSessions.isOf(s, client)).findFirst();
        if (own.isEmpty()) {
            return withoutSession(client, SempLane.GRANT);
        }
        String owner = own.get().owner();
        if (!owner.equals(client.clientUsername())) {
            // What is added would stay with the owner.
            return Future.succeededFuture(new Outcome.Refused("the MQTT session of client " + client.clientName()
                    + " belongs to client username '" + owner + "'; delete the session on the broker"));
        }
        return vpn.in(SempLane.GRANT)
                .config()
                .putMqttSubscription(own.get().id(), new MqttSessionSubscription(topic, QOS))
                .map(put -> (Outcome) new Outcome.Done())
                .recover(missingIs(null))
                .compose(done ->
                        done != null ? Future.succeededFuture(done) : notInConfig(client, own.get(), SempLane.GRANT));
    }

    @Override
    public Future<Outcome> remove(Connection client, ObservedSubscription subscription) {
        Optional<String> clientId = MqttSessions.clientId(client);
        if (clientId.isEmpty()) {
            return Future.succeededFuture(unreached(client));
        }
        return settled(() -> look(client, clientId.get(), SempLane.REVOKE)
                .compose(found -> found.stream()
                        .filter(s -> MqttSessions.isOf(s, client))
                        .findFirst()
                        .map(own -> remove(client, own, subscription))
                        .orElseGet(() -> takeBack(client, found, subscription))));
    }

    private Future<Outcome> remove(Connection client, MqttSession session, ObservedSubscription subscription) {
        return entries.remove(session.id(), subscription)
                .compose(outcome -> outcome.map(Future::succeededFuture)
                        .orElseGet(() -> notInConfig(client, session, SempLane.REVOKE)));
    }

    /** The connection has no session: others that have its client id meanwhile may have been given what it was to have. */
    private Future<Outcome> takeBack(Connection client, List<MqttSession> found, ObservedSubscription subscription) {
        List<Future<Outcome>> strangers = found.stream()
                .filter(session -> !session.owner().equals(client.clientUsername()))
                .map(stranger -> {
                    log.warn(
                            "client id has changed hands, taking back client={} expected={} found={} filter={}",
                            client.clientName(),
                            client.clientUsername(),
                            stranger.owner(),
                            subscription.filter());
                    return remove(client, stranger, subscription);
                })
                .toList();
        return strangers.isEmpty()
                ? withoutSession(client, SempLane.REVOKE)
                : Future.join(strangers).map(all -> worst(all.list()));
    }

    private static Outcome worst(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Refused)
                .findFirst()
                .orElseGet(Outcome.Done::new);
    }

    /** No session has this client: it is gone, or the broker does not show what it is connected to. */
    private Future<Outcome> withoutSession(Connection client, SempLane lane) {
        return vpn.in(lane)
                .monitor()
                .client(client.clientName())
                .map(there -> (Outcome) new Outcome.Refused(
                        "the broker shows no MQTT session of client " + client.clientName() + WAY_OUT))
                .recover(missingIs(new Outcome.ClientGone()));
    }

    /** Missing in the config API: gone meanwhile, or a clean session on a broker that keeps those to the monitor API. */
    private Future<Outcome> notInConfig(Connection client, MqttSession session, SempLane lane) {
        return lag.over()
                .compose(caughtUp -> sessions.named(session.id().clientId(), lane))
                .map(found -> found.stream()
                                .anyMatch(s -> s.id().equals(session.id())
                                        && s.clientName().equals(session.clientName()))
                        ? new Outcome.Refused("SEMP cannot change the MQTT session of client " + client.clientName()
                                + ": this broker does not have it in its configuration, as with clean sessions"
                                + WAY_OUT
                                + " or connect with a durable session")
                        : new Outcome.ClientGone());
    }

    private static Outcome unreached(Connection client) {
        return new Outcome.Refused("client " + client.clientName()
                + " does not speak MQTT, and injection: semp reaches MQTT sessions only; use an MQTT client" + WAY_OUT);
    }
}
