package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the {@link Enforcer}: the fence first, then its passes over the user's clients and durable sessions. */
final class EnforcementRun {
    private static final Logger log = LoggerFactory.getLogger(EnforcementRun.class);

    /** Passes that remove entry by entry before whatever still holds too much is disconnected or deleted instead. */
    private static final int GENTLE_PASSES = 3;

    private static final int MAX_PASSES = 5;

    private final Enforcer.Tools tools;
    private final BrokerGateway broker;
    private final Desires.Known known;
    private final UserOnBroker target;
    private final Ask ask;
    private final Runnable cutDone;

    /** @param cutDone told when the clients that were to be cut are disconnected */
    EnforcementRun(Enforcer.Tools tools, Desires.Known known, Ask ask, Runnable cutDone) {
        this.tools = tools;
        this.broker = tools.broker();
        this.known = known;
        this.target = known.desired().target();
        this.ask = ask;
        this.cutDone = cutDone;
    }

    Future<Enforcement> start() {
        return tools.fence()
                .close(known, ask.urgency(), this::warn)
                .compose(this::behind)
                .recover(failure -> interrupted(new Findings(known.desired(), tools.clock()), failure));
    }

    private Future<Enforcement> interrupted(Findings findings, Throwable failure) {
        log.warn(
                "enforcement interrupted user={} broker={} reason={}",
                target.user(),
                target.broker(),
                failure.getMessage());
        findings.left(String.valueOf(failure.getMessage()));
        return Future.succeededFuture(findings.pending());
    }

    /** Clients that are cut are not held up by being told. */
    private Future<Void> warn(Step.Move move) {
        Future<Void> told = tools.noticeboard().reconnectNeeded(known.desired().seats(), move.reason());
        return ask.cut().isNone() ? told : Future.succeededFuture();
    }

    private Future<Enforcement> behind(FenceKeeper.State state) {
        if (state instanceof FenceKeeper.State.NotOurs notOurs) {
            return Future.succeededFuture(notOurs(notOurs.reason()));
        }
        if (state instanceof FenceKeeper.State.Absent absent) {
            return absent(absent.reason());
        }
        return new Passes((FenceKeeper.State.Closed) state).start();
    }

    /** Nothing is done to clients that are not ours. */
    private Enforcement notOurs(String reason) {
        Findings findings = new Findings(known.desired(), tools.clock());
        findings.denied(reason);
        findings.unprovable(reason);
        return findings.pending();
    }

    /** Without the username there should be no clients; if so, that is proof enough, and there is nothing to wait for. */
    private Future<Enforcement> absent(String reason) {
        Instant begun = tools.clock().instant();
        return observe(Optional.empty()).map(observed -> {
            if (!observed.clients().isEmpty() || !observed.kept().isEmpty()) {
                return notOurs(reason);
            }
            Findings findings = new Findings(known.desired(), tools.clock());
            findings.denied(reason);
            return known.stale()
                    ? remembered(findings)
                    : findings.enforced(observed.proof(begun, tools.clock().instant()));
        });
    }

    private static Enforcement remembered(Findings findings) {
        findings.left("the store is away: this is what was known before, narrowed");
        return findings.pending();
    }

    /**
     * Everything connected under the username, then every table, then what is kept for clients that are away; each at least as
     * new as the moment this is called.
     */
    private Future<Observed> observe(Optional<Standing> standing) {
        String username = target.clientUsername();
        return broker.view()
                .caughtUp()
                .compose(caughtUp -> broker.view().clientsOf(username, ask.reading()))
                .compose(clients -> Future.all(clients.stream()
                        .map(client -> broker.view()
                                .subscriptionsOf(client, ask.reading())
                                .map(held -> held.map(table -> new ObservedClient(client, table))))
                        .toList()))
                .compose(clients -> broker.keptSessions()
                        .of(username, ask.reading())
                        .map(kept ->
                                new Observed(broker.terms(), standing, here(clients.list()), kept, Optional.empty())));
    }

    /** Who left since the list was read is away: what a durable session of theirs holds may no longer be shown. */
    private static List<ObservedClient> here(List<Optional<ObservedClient>> clients) {
        return clients.stream().flatMap(Optional::stream).toList();
    }

    /** What is done behind a closed fence. */
    private final class Passes {
        private final Desired desired;
        private final Standing standing;
        private final Findings findings;
        private final Injection injection;

        Passes(FenceKeeper.State.Closed closed) {
            this.desired = closed.desired();
            this.standing = closed.standing();
            this.findings = new Findings(desired, tools.clock());
            this.injection = new Injection(broker, tools.store(), tools.doubts(), target, findings);
            if (closed.moved()) {
                findings.disconnected();
            }
            closed.left().ifPresent(findings::hopeless);
        }

        Future<Enforcement> start() {
            return cutFirst()
                    .compose(cut -> injection.takeBack())
                    .compose(sure -> pass(1))
                    .recover(failure -> interrupted(findings, failure));
        }

        private Future<Void> cutFirst() {
            if (ask.cut().isNone()) {
                cutDone.run();
                return Future.succeededFuture();
            }
            return broker.view()
                    .caughtUp()
                    .compose(caughtUp -> broker.view().clientsOf(target.clientUsername(), Urgency.REVOKE))
                    .compose(clients -> removalFrom(clients)
                            .cut(clients.stream().filter(ask.cut()::concerns).toList()))
                    .onSuccess(cut -> cutDone.run());
        }

        private Future<Enforcement> pass(int number) {
            Instant begun = tools.clock().instant();
            return observe(Optional.of(standing)).compose(observed -> {
                Plan plan = Reconciler.plan(desired, observed);
                findings.observed(observed.clients());
                findings.refused(plan.refusals());
                tools.capacity().saw(target.clientUsername(), observed.subscriptions());
                if (plan.isClean()) {
                    return add(plan, observed).map(done -> proven(begun, observed));
                }
                if (number == MAX_PASSES) {
                    plan.takingAway()
                            .forEach(step -> findings.left(
                                    step.subject() + " still needs: " + step.kind() + " " + step.detail()));
                    return Future.succeededFuture(findings.pending());
                }
                Removal removal = removalFrom(observed.clients().stream()
                        .map(ObservedClient::connection)
                        .toList());
                Future<Void> removed = number > GENTLE_PASSES ? removal.firmly(plan) : removal.gently(plan);
                return removed.compose(done -> pass(number + 1));
            });
        }

        private Removal removalFrom(List<Connection> clients) {
            return new Removal(broker, tools.noticeboard(), desired, findings, clients);
        }

        /** Gives what a clean user lacks, as far as the limits allow: read only when there is something to give. */
        private Future<Void> add(Plan plan, Observed observed) {
            if (plan.additions().isEmpty()) {
                return Future.succeededFuture();
            }
            if (known.stale()) {
                findings.left("the store is away: nothing is granted until it is back");
                return Future.succeededFuture();
            }
            return tools.capacity()
                    .roomFor(target.clientUsername(), standing.clientProfile(), Urgency.GRANT)
                    .map(room -> Reconciler.plan(desired, observed.with(room)))
                    .transform(limited -> {
                        if (limited.failed()) {
                            findings.left("nothing is given while the limits of the broker are not known: "
                                    + limited.cause().getMessage());
                            return Future.succeededFuture();
                        }
                        findings.refused(limited.result().refusals());
                        List<Step.Add> additions = limited.result().additions();
                        // Counted before they are made, so that what others ask for meanwhile is judged with them.
                        tools.capacity().saw(target.clientUsername(), observed.subscriptions() + additions.size());
                        return injection.add(additions);
                    });
        }

        /** The pass that began then found nothing to remove: that proves it, unless something is still in doubt. */
        private Enforcement proven(Instant begun, Observed observed) {
            if (known.stale()) {
                return remembered(findings);
            }
            if (!tools.doubts().of(target).isEmpty()) {
                findings.left("not everything that may still be delivered could be taken back");
                return findings.pending();
            }
            return findings.enforced(observed.proof(begun, tools.clock().instant()));
        }
    }
}
