package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.lane;
import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.ours;
import static dev.usher.entitlements.semp.SempFailures.settled;

import dev.usher.entitlements.core.KeptSession;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.port.KeptSessions;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.semp.MqttSession;
import dev.usher.semp.MqttSessionId;
import dev.usher.semp.SempFailure;
import dev.usher.semp.SempLane;
import dev.usher.semp.SempVpn;
import dev.usher.semp.VirtualRouter;
import dev.usher.semp.VpnConfig;
import dev.usher.semp.VpnMonitor;
import dev.usher.semp.Where;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Durable MQTT sessions, as the monitor API shows them; changed by the config API, which has all of them. */
public final class SempKeptSessions implements KeptSessions {
    private static final Logger log = LoggerFactory.getLogger(SempKeptSessions.class);

    private final SempVpn vpn;
    private final MqttSessions sessions;
    private final SessionEntries entries;
    private final MonitorLag lag;

    public SempKeptSessions(SempVpn vpn, MonitorLag lag) {
        this.vpn = vpn;
        this.lag = lag;
        this.sessions = new MqttSessions(vpn);
        this.entries = new SessionEntries(vpn);
    }

    @Override
    public Future<List<KeptSession>> of(String clientUsername, Urgency urgency) {
        return ours(vpn.in(lane(urgency))
                .monitor()
                .mqttSessions(Where.is(MqttSession.OWNER, clientUsername))
                .compose(owned -> Future.all(owned.stream()
                        .filter(MqttSession::durable)
                        .map(session -> read(session, lane(urgency)))
                        .toList()))
                .map(read -> read.<Optional<KeptSession>>list().stream()
                        .flatMap(Optional::stream)
                        .toList()));
    }

    /** Empty if it is gone meanwhile. */
    private Future<Optional<KeptSession>> read(MqttSession session, SempLane lane) {
        VpnMonitor monitor = vpn.in(lane).monitor();
        Future<List<KeptSession.Entry>> held = monitor.mqttSubscriptions(session.id())
                .map(all -> all.stream()
                        .map(s -> new KeptSession.Entry(
                                new ObservedSubscription(s.topic(), TopicFilter.parseObserved(s.topic(), true)),
                                s.qos()))
                        .toList());
        Future<Long> queued = session.queueName().map(monitor::queuedMessages).orElse(Future.succeededFuture(0L));
        return Future.all(held, queued)
                .map(read -> Optional.of(new KeptSession(
                        session.id().clientId(), session.id().router().text(), held.result(), queued.result())))
                .recover(failure -> missingIs(Optional.<KeptSession>empty())
                        .apply(failure)
                        .compose(gone -> sessions.exists(session.id(), lane)
                                .compose(
                                        there -> there ? Future.failedFuture(failure) : Future.succeededFuture(gone))));
    }

    @Override
    public Future<Outcome> remove(KeptSession session, ObservedSubscription subscription) {
        return settled(() -> entries.remove(id(session), subscription)
                .compose(outcome -> outcome.map(Future::succeededFuture).orElseGet(() -> goneOrRefused(id(session)))));
    }

    private Future<Outcome> goneOrRefused(MqttSessionId session) {
        return lag.over()
                .compose(caughtUp -> sessions.exists(session, SempLane.REVOKE))
                .map(there -> there
                        ? new Outcome.Refused("this broker does not have MQTT session " + session.clientId()
                                + " in its configuration, so SEMP cannot change it; disconnect its client")
                        : new Outcome.Done());
    }

    /** Shut down first, which disconnects its client: an enabled session may not be deleted. */
    @Override
    public Future<Outcome> delete(KeptSession session) {
        VpnConfig config = vpn.in(SempLane.REVOKE).config();
        return settled(() -> config.enableMqttSession(id(session), false)
                        .recover(missingIs(null))
                        // It may have been shut down all the same.
                        .recover(failure -> failure instanceof SempFailure told && told.outcomeUnknown()
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure))
                        .compose(shut -> config.deleteMqttSession(id(session)))
                        .map(deleted -> true)
                        .recover(missingIs(false))
                        .compose(deleted ->
                                deleted ? Future.succeededFuture(new Outcome.Done()) : goneOrRefused(id(session))))
                .onSuccess(outcome -> log.info(
                        "MQTT session deleted clientId={} queued={} outcome={}",
                        session.clientId(),
                        session.queued(),
                        outcome));
    }

    private static MqttSessionId id(KeptSession session) {
        VirtualRouter router = Stream.of(VirtualRouter.values())
                .filter(r -> r.text().equals(session.virtualRouter()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "virtual router " + session.virtualRouter() + " is not one of a broker's"));
        return new MqttSessionId(session.clientId(), router);
    }
}
