package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the {@link Enforcer}: its passes over the user's clients. */
final class EnforcementRun {
    private static final Logger log = LoggerFactory.getLogger(EnforcementRun.class);

    /** Passes that remove before every client that still holds too much is disconnected instead. */
    private static final int GENTLE_PASSES = 3;

    private static final int MAX_PASSES = 5;

    private final BrokerGateway broker;
    private final FenceKeeper fence;
    private final Clock clock;
    private final Doubts doubts;
    private final Desired desired;
    private final boolean stale;
    private final Ask ask;
    private final Runnable cutDone;
    private final Findings findings;
    private final Injection injection;

    /** @param cutDone told when the clients that were to be cut are disconnected */
    EnforcementRun(
            BrokerGateway broker,
            FenceKeeper fence,
            EntitlementStore store,
            Clock clock,
            Doubts doubts,
            Desires.Known known,
            Ask ask,
            Runnable cutDone) {
        this.broker = broker;
        this.fence = fence;
        this.clock = clock;
        this.doubts = doubts;
        this.desired = known.desired();
        this.stale = known.stale();
        this.ask = ask;
        this.cutDone = cutDone;
        this.findings = new Findings(desired, clock);
        this.injection = new Injection(broker, store, doubts, desired.target(), findings);
    }

    Future<Enforcement> start() {
        return fence.close(desired.target(), ask.urgency())
                .compose(this::behind)
                .recover(failure -> {
                    log.warn(
                            "enforcement interrupted user={} broker={} reason={}",
                            desired.target().user(),
                            desired.target().broker(),
                            failure.getMessage());
                    findings.left(String.valueOf(failure.getMessage()));
                    return Future.succeededFuture(findings.pending());
                });
    }

    private Future<Enforcement> behind(FenceKeeper.State state) {
        if (state instanceof FenceKeeper.State.NotOurs notOurs) {
            return Future.succeededFuture(notOurs(notOurs.reason()));
        }
        if (state instanceof FenceKeeper.State.Absent absent) {
            return absent(absent.reason());
        }
        if (((FenceKeeper.State.Closed) state).moved()) {
            findings.disconnected();
        }
        return cutFirst().compose(cut -> injection.takeBack()).compose(sure -> pass(1));
    }

    /** Nothing is done to clients that are not ours. */
    private Enforcement notOurs(String reason) {
        findings.denied(reason);
        findings.hopeless(reason);
        return findings.pending();
    }

    /** Without the username there should be no clients; if so, that is proof enough, and there is nothing to wait for. */
    private Future<Enforcement> absent(String reason) {
        Instant begun = clock.instant();
        return broker.view()
                .clientsOf(desired.target().clientUsername(), ask.reading())
                .map(clients -> {
                    if (!clients.isEmpty()) {
                        return notOurs(reason);
                    }
                    findings.denied(reason);
                    return proven(begun, List.of());
                });
    }

    private Future<Void> cutFirst() {
        if (ask.cut().isNone()) {
            cutDone.run();
            return Future.succeededFuture();
        }
        return broker.view()
                .clientsOf(desired.target().clientUsername(), Urgency.REVOKE)
                .compose(clients ->
                        disconnect(clients.stream().filter(ask.cut()::concerns).collect(Collectors.toSet())))
                .onSuccess(cut -> cutDone.run());
    }

    private Future<Enforcement> pass(int number) {
        Instant begun = clock.instant();
        return observe().compose(clients -> {
            findings.observed(clients);
            Set<Connection> unfenced = clients.stream()
                    .map(ObservedClient::connection)
                    .filter(c -> !c.aclProfile().equals(AclProfiles.MANAGED))
                    .collect(Collectors.toSet());
            Plan plan = Reconciler.plan(desired, clients);
            if (unfenced.isEmpty() && plan.removals().isEmpty()) {
                return add(plan.additions()).map(done -> proven(begun, clients));
            }
            if (number == MAX_PASSES) {
                unfenced.forEach(
                        c -> findings.left("client " + c.clientName() + " runs under ACL profile " + c.aclProfile()));
                plan.removals()
                        .forEach(r -> findings.left("client " + r.client().clientName() + " still holds "
                                + r.subscription().filter()));
                return Future.succeededFuture(findings.pending());
            }
            Future<Void> removed =
                    number > GENTLE_PASSES ? disconnect(clientsOf(plan.removals())) : remove(plan.removals());
            return removed.compose(done -> disconnect(unfenced)).compose(done -> pass(number + 1));
        });
    }

    private Future<List<ObservedClient>> observe() {
        String username = desired.target().clientUsername();
        return broker.view()
                .clientsOf(username, ask.reading())
                .compose(clients -> Future.all(clients.stream()
                                .map(client -> broker.view()
                                        .subscriptionsOf(client, ask.reading())
                                        .map(held -> new ObservedClient(client, held)))
                                .toList())
                        .map(all -> all.<ObservedClient>list()))
                .compose(clients -> broker.view()
                        .keptSessionsOf(username, ask.reading())
                        .map(kept -> {
                            kept.forEach(session -> findings.hopeless("durable MQTT session " + session
                                    + " keeps its subscriptions while its client is away and cannot be proven clean;"
                                    + " delete it on the broker and let the client connect with a clean session"));
                            return clients;
                        }));
    }

    private static Set<Connection> clientsOf(List<? extends Step> steps) {
        return steps.stream().map(Step::client).collect(Collectors.toSet());
    }

    /** Removes everything side by side; a client that a removal does not surely reach is disconnected. */
    private Future<Void> remove(List<Step.Remove> removals) {
        Set<Connection> unsure = new HashSet<>();
        return Future.join(removals.stream()
                        .map(step -> broker.subscriptions()
                                .remove(step.client(), step.subscription())
                                .onSuccess(outcome -> {
                                    if (outcome instanceof Outcome.Refused || outcome instanceof Outcome.Unknown) {
                                        log.warn(
                                                "removal not confirmed, disconnecting client={} filter={} outcome={}",
                                                step.client().clientName(),
                                                step.subscription().filter(),
                                                outcome);
                                        unsure.add(step.client());
                                    }
                                })
                                .onFailure(failure -> unsure.add(step.client())))
                        .toList())
                .transform(joined -> disconnect(unsure));
    }

    private Future<Void> disconnect(Set<Connection> clients) {
        return Future.join(clients.stream()
                        .map(client -> broker.eviction().disconnect(client).onSuccess(done -> findings.disconnected()))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> add(List<Step.Add> additions) {
        if (additions.isEmpty()) {
            return Future.succeededFuture();
        }
        if (stale) {
            findings.left("the store is away: nothing is granted until it is back");
            return Future.succeededFuture();
        }
        return injection.add(additions);
    }

    /** The pass that began then found nothing to remove: that proves it, unless something is still in doubt. */
    private Enforcement proven(Instant begun, List<ObservedClient> clients) {
        if (stale) {
            findings.left("the store is away: this is what was known before, narrowed");
            return findings.pending();
        }
        if (!doubts.of(desired.target()).isEmpty() || findings.isHopeless()) {
            findings.left("not everything that may still be delivered could be taken back");
            return findings.pending();
        }
        int subscriptions =
                clients.stream().mapToInt(c -> c.subscriptions().size()).sum();
        return findings.enforced(new Proof.Observed(begun, clock.instant(), clients.size(), subscriptions));
    }
}
