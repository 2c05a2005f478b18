package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a write would come to on one broker: reads it, plans, and does nothing. */
final class Forecast {
    /** More targets than this, and the lists of all usernames and clients are cheaper than one list for each. */
    private static final int FEW = 5;

    /** How many targets are read side by side. */
    private static final int BATCH = 8;

    /** Somebody waits for the answer; what was not read until then is said to be unknown. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BrokerDesk desk;
    private final BrokerGateway broker;
    private final Clock clock;
    private final Cut cut;
    private final PreviewDraft draft;

    Forecast(BrokerDesk desk, Clock clock, Cut cut, PreviewDraft draft) {
        this.desk = desk;
        this.broker = desk.broker();
        this.clock = clock;
        this.cut = cut;
        this.draft = draft;
    }

    /** How to find where a username stands and who is connected under it. */
    private record Reading(
            Function<String, Future<Optional<Standing>>> standing,
            Function<String, Future<List<Connection>>> clients) {}

    /** Never fails: what could not be found out is in the draft. */
    Future<Void> look(List<Rehearsal.Delta> deltas) {
        Instant end = clock.instant().plus(PATIENCE);
        return broker.view()
                .requireLive(Urgency.SWEEP)
                .compose(live -> broker.view().caughtUp())
                .compose(caughtUp -> reading(deltas.size()))
                .compose(reading -> look(reading, deltas, end))
                .otherwise(failure -> {
                    draft.unknown("what would be done on broker " + broker.name() + " and who would be disconnected: "
                            + failure.getMessage());
                    return null;
                });
    }

    private Future<Reading> reading(int targets) {
        if (targets <= FEW) {
            return Future.succeededFuture(new Reading(
                    name -> broker.aclProfiles().standingOf(name, Urgency.SWEEP),
                    name -> broker.view().clientsOf(name, Urgency.SWEEP)));
        }
        Future<List<Standing>> standings = broker.aclProfiles().standings(Urgency.SWEEP);
        Future<List<Connection>> roster = broker.view().roster(Urgency.SWEEP);
        return Future.all(standings, roster).map(read -> {
            Map<String, Standing> standing = standings.result().stream()
                    .collect(Collectors.toMap(Standing::clientUsername, Function.identity()));
            Map<String, List<Connection>> clients =
                    roster.result().stream().collect(Collectors.groupingBy(Connection::clientUsername));
            return new Reading(
                    name -> Future.succeededFuture(Optional.ofNullable(standing.get(name))),
                    name -> Future.succeededFuture(clients.getOrDefault(name, List.of())));
        });
    }

    private Future<Void> look(Reading reading, List<Rehearsal.Delta> deltas, Instant end) {
        if (deltas.isEmpty()) {
            return Future.succeededFuture();
        }
        if (clock.instant().isAfter(end)) {
            draft.unknown("what would be done for " + deltas.size() + " more users on broker " + broker.name()
                    + ": it did not answer fast enough to look at all of them");
            return Future.succeededFuture();
        }
        int batch = Math.min(BATCH, deltas.size());
        return Future.join(deltas.subList(0, batch).stream()
                        .map(delta -> look(reading, delta))
                        .toList())
                .compose(done -> look(reading, deltas.subList(batch, deltas.size()), end));
    }

    private Future<Void> look(Reading reading, Rehearsal.Delta delta) {
        UserOnBroker target = delta.after().target();
        return observe(reading, delta.after())
                .<Void>map(observed -> {
                    foretell(delta, observed);
                    return null;
                })
                .otherwise(failure -> {
                    draft.unknown("what would be done for user " + target.user() + " on broker " + target.broker()
                            + ": " + failure.getMessage());
                    return null;
                });
    }

    private Future<Observed> observe(Reading reading, Desired after) {
        String username = after.target().clientUsername();
        Future<Optional<Standing>> standing = reading.standing().apply(username);
        Future<List<ObservedClient>> clients = reading.clients().apply(username).compose(this::tables);
        Future<List<KeptSession>> kept = broker.keptSessions().of(username, Urgency.SWEEP);
        return Future.all(standing, clients, kept)
                .compose(read -> room(after, standing.result())
                        .map(room -> new Observed(
                                broker.terms(), standing.result(), clients.result(), kept.result(), room)));
    }

    private Future<List<ObservedClient>> tables(List<Connection> clients) {
        return Future.all(clients.stream()
                        .map(client -> broker.view()
                                .subscriptionsOf(client, Urgency.SWEEP)
                                .map(held -> held.map(table -> new ObservedClient(client, table))))
                        .toList())
                .map(all -> all.<Optional<ObservedClient>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    private Future<Optional<Observed.Room>> room(Desired after, Optional<Standing> standing) {
        return after.tier()
                .or(() -> standing.map(Standing::clientProfile))
                .map(profile -> desk.capacity()
                        .roomFor(after.target().clientUsername(), profile, Urgency.SWEEP)
                        .map(Optional::of))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    private void foretell(Rehearsal.Delta delta, Observed observed) {
        Desired after = delta.after();
        Plan plan = Reconciler.plan(after, observed);
        if (plan.custody() instanceof Custody.NotOurs notOurs) {
            giveBack(delta, observed, notOurs);
        } else if (plan.custody() instanceof Custody.Shared shared) {
            draft.unknown("nothing would be done: " + shared.reason());
        } else if (plan.custody() instanceof Custody.Absent absent) {
            draft.unknown("nothing would be done: " + absent.reason());
        } else {
            newlyRefused(delta, plan).forEach(draft::refused);
            operations(delta, observed, plan);
        }
    }

    /** A username that is released is given its former profiles; otherwise nothing is done to what is not ours. */
    private void giveBack(Rehearsal.Delta delta, Observed observed, Custody.NotOurs notOurs) {
        Desired after = delta.after();
        Optional<Adoption> goingBack = after.adoption()
                .filter(adoption -> observed.standing()
                        .filter(now -> Adoptions.goesBack(adoption, now))
                        .isPresent());
        boolean wasOurs = delta.before().adoption().filter(Adoption::isOurs).isPresent();
        if (goingBack.isEmpty()) {
            if (!wasOurs) {
                draft.unknown("nothing would be done: " + notOurs.reason());
            }
            return;
        }
        Adoption former = goingBack.get();
        String reason = "back to ACL profile " + former.formerAclProfile()
                + former.formerClientProfile()
                        .map(tier -> " and client profile " + tier)
                        .orElse("");
        draft.operation(broker.name(), "set-profile", former.clientUsername(), reason);
        observed.clients().forEach(client -> draft.disconnect(after.target(), client.connection(), reason));
    }

    private static List<Plan.Refusal> newlyRefused(Rehearsal.Delta delta, Plan plan) {
        return plan.refusals().stream()
                .filter(refusal -> delta.before().seats().stream()
                        .filter(seat -> seat.id().equals(refusal.seat().id()))
                        .noneMatch(seat -> refusal.reason()
                                .equals(delta.before().allotment(seat).refused().get(refusal.filter()))))
                .toList();
    }

    /** In the order in which a run does them. A client that is disconnected has nothing left to add or remove. */
    private void operations(Rehearsal.Delta delta, Observed observed, Plan plan) {
        UserOnBroker target = delta.after().target();
        if (!delta.before().profile().equals(plan.profile()) && !plan.profile().equals(ProfileSpec.MANAGED)) {
            draft.operation(
                    broker.name(),
                    "write-profile",
                    plan.profile().name(),
                    plan.profile().exceptions().size() + " subscribe exceptions");
        }
        Set<Connection> gone = new HashSet<>();
        plan.move().ifPresent(move -> {
            operation(move);
            observed.clients().forEach(client -> {
                gone.add(client.connection());
                draft.disconnect(target, client.connection(), move.reason());
            });
        });
        observed.clients().stream()
                .map(ObservedClient::connection)
                .filter(client -> cut.concerns(client) && gone.add(client))
                .forEach(client -> {
                    draft.operation(broker.name(), "disconnect", client.clientName(), "cut");
                    draft.disconnect(target, client, "cut");
                });
        plan.deletions().forEach(deletion -> {
            operation(deletion);
            observed.clients().stream()
                    .map(ObservedClient::connection)
                    .filter(client -> isClientOf(deletion.session(), client) && gone.add(client))
                    .forEach(client -> draft.disconnect(target, client, deletion.reason()));
        });
        plan.disconnects().stream().filter(step -> gone.add(step.client())).forEach(step -> {
            operation(step);
            draft.disconnect(target, step.client(), step.reason());
        });
        plan.removals().stream().filter(step -> !gone.contains(step.client())).forEach(this::operation);
        plan.keptRemovals().forEach(this::operation);
        plan.additions().stream().filter(step -> !gone.contains(step.client())).forEach(this::operation);
    }

    private void operation(Step step) {
        draft.operation(broker.name(), step.kind(), step.subject(), step.detail());
    }

    private static boolean isClientOf(KeptSession session, Connection client) {
        return ClientRef.ofClientName(client.clientName())
                .filter(ref -> ref instanceof ClientRef.Mqtt && ref.value().equals(session.clientId()))
                .isPresent();
    }
}
