package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what a plan says. What a removal does not surely reach is escalated: a client is disconnected, a durable session
 * deleted. Whether it helped only the next complete read can tell.
 */
final class Removal {
    private static final Logger log = LoggerFactory.getLogger(Removal.class);

    private final BrokerGateway broker;
    private final Noticeboard noticeboard;
    private final Desired desired;
    private final Findings findings;
    private final Set<ClientRef> present = new HashSet<>();

    /** @param connected the clients that are there */
    Removal(
            BrokerGateway broker,
            Noticeboard noticeboard,
            Desired desired,
            Findings findings,
            Collection<Connection> connected) {
        this.broker = broker;
        this.noticeboard = noticeboard;
        this.desired = desired;
        this.findings = findings;
        connected.forEach(client -> ClientRef.ofClientName(client.clientName()).ifPresent(present::add));
    }

    /** Removes entry by entry. Fails if a client that has to be disconnected cannot be. */
    Future<Void> gently(Plan plan) {
        Set<Connection> unsure = new LinkedHashSet<>();
        Set<KeptSession> unsureSessions = new LinkedHashSet<>();
        return delete(sessions(plan.deletions()))
                .compose(deleted -> Future.join(both(
                        plan.removals().stream()
                                .map(step -> broker.subscriptions()
                                        .remove(step.client(), step.subscription())
                                        .onSuccess(outcome -> {
                                            if (isUnsure(step, outcome)) {
                                                unsure.add(step.client());
                                            }
                                        })
                                        .onFailure(failure -> unsure.add(step.client())))
                                .toList(),
                        plan.keptRemovals().stream()
                                .map(step -> broker.keptSessions()
                                        .remove(step.session(), step.subscription())
                                        .onSuccess(outcome -> {
                                            if (isUnsure(step, outcome)) {
                                                unsureSessions.add(step.session());
                                            }
                                        })
                                        .onFailure(failure -> unsureSessions.add(step.session())))
                                .toList())))
                .transform(joined -> delete(unsureSessions))
                .compose(deleted -> disconnect(unsure, "it holds what it may not any more"))
                .compose(done -> unfence(plan));
    }

    /** Gives up removing entry by entry. Fails as {@link #gently} does. */
    Future<Void> firmly(Plan plan) {
        Set<KeptSession> sessions = sessions(plan.deletions());
        plan.keptRemovals().forEach(step -> sessions.add(step.session()));
        Set<Connection> clients =
                plan.removals().stream().map(Step.Remove::client).collect(Collectors.toCollection(LinkedHashSet::new));
        return delete(sessions)
                .compose(deleted -> disconnect(clients, "it keeps what was taken from it"))
                .compose(done -> unfence(plan));
    }

    /** Disconnects as the first step: nobody waits for the clients to be told. */
    Future<Void> cut(Collection<Connection> clients) {
        warn(clients, "disconnected on request");
        return disconnectNow(clients);
    }

    private Future<Void> unfence(Plan plan) {
        Set<Connection> clients = plan.disconnects().stream()
                .map(Step.Disconnect::client)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return disconnect(clients, "it has to connect under another ACL profile");
    }

    private static boolean isUnsure(Step step, Outcome outcome) {
        boolean unsure = outcome instanceof Outcome.Refused || outcome instanceof Outcome.Unknown;
        if (unsure) {
            log.warn(
                    "removal not confirmed, escalating subject={} filter={} outcome={}",
                    step.subject(),
                    step.detail(),
                    outcome);
        }
        return unsure;
    }

    private static Set<KeptSession> sessions(List<Step.DeleteSession> steps) {
        return steps.stream().map(Step.DeleteSession::session).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Never fails: a session that could not be deleted shows in the next read. */
    private Future<Void> delete(Set<KeptSession> sessions) {
        if (sessions.isEmpty()) {
            return Future.succeededFuture();
        }
        return noticeboard
                .reconnectNeeded(seatsOfSessions(sessions), "its durable session is deleted")
                .compose(told -> Future.join(sessions.stream()
                        .map(session ->
                                broker.keptSessions().delete(session).onSuccess(outcome -> deleted(session, outcome)))
                        .toList()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void deleted(KeptSession session, Outcome outcome) {
        if (outcome instanceof Outcome.Done
                && session.client().filter(present::contains).isPresent()) {
            findings.disconnected();
        }
        log.info(
                "durable session deleted user={} broker={} session={} outcome={}",
                desired.target().user(),
                broker.name(),
                session.clientId(),
                outcome);
    }

    private Future<Void> disconnect(Set<Connection> clients, String reason) {
        return clients.isEmpty()
                ? Future.succeededFuture()
                : warn(clients, reason).compose(told -> disconnectNow(clients));
    }

    private Future<Void> disconnectNow(Collection<Connection> clients) {
        return Future.join(clients.stream()
                        .map(client -> broker.eviction().disconnect(client).onSuccess(done -> findings.disconnected()))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> warn(Collection<Connection> clients, String reason) {
        Set<Seat> seats = new HashSet<>();
        clients.forEach(client -> Reconciler.seatOf(desired, client).ifPresent(seats::add));
        return noticeboard.reconnectNeeded(seats, reason);
    }

    private Set<Seat> seatsOfSessions(Set<KeptSession> sessions) {
        Map<ClientRef, Seat> claims = desired.claims();
        Set<Seat> seats = new HashSet<>();
        sessions.forEach(session -> session.client().map(claims::get).ifPresent(seats::add));
        return seats;
    }

    private static List<Future<Outcome>> both(List<Future<Outcome>> one, List<Future<Outcome>> other) {
        List<Future<Outcome>> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
