package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what a user's clients and durable sessions hold with what they must hold. Pure: the same input gives the same plan,
 * and applying the plan and planning again gives an empty one.
 */
public final class Reconciler {
    private final Desired desired;
    private final Observed observed;
    private final Map<ClientRef, Seat> claims;
    private final Map<ClientRef, Tenancy> tenancies = new LinkedHashMap<>();
    private final List<Step.DeleteSession> deletions = new ArrayList<>();
    private final List<Step.Disconnect> disconnects = new ArrayList<>();
    private final List<Step.Remove> removals = new ArrayList<>();
    private final List<Step.RemoveKept> keptRemovals = new ArrayList<>();

    /** Clients that another step disconnects: they are given nothing before they come back. */
    private final Set<ClientRef> going = new HashSet<>();

    private Reconciler(Desired desired, Observed observed) {
        this.desired = desired;
        this.observed = observed;
        this.claims = desired.claims();
        claims.forEach((client, seat) -> tenancies.put(client, desired.tenancy(seat)));
    }

    /**
     * Plans the steps.
     *
     * <p>On the clients and durable sessions of a username that is ours everything is ours except the inbox: an entry stays only
     * if the client has an open seat that may hold all of it. An entry that straddles the rights goes whole, and what remains
     * granted is added exactly as it is granted. A durable session in which messages are or can be stored is deleted, since
     * removing its subscriptions does not take those back; of a self-service user only if it holds what it may not.
     *
     * <p>A move disconnects every client, so a plan with one has no steps for clients: they are looked at when they come back.
     */
    public static Plan plan(Desired desired, Observed observed) {
        Custody custody = Custody.of(desired.target(), desired.adoption(), observed.standing(), observed.terms());
        ProfileSpec profile = desired.profile();
        if (!(custody instanceof Custody.Ours)) {
            return Plan.none(custody, profile);
        }
        return new Reconciler(desired, observed).plan(custody, profile);
    }

    private Plan plan(Custody custody, ProfileSpec profile) {
        Standing standing = observed.standing().orElseThrow();
        Optional<Step.Move> move = Moves.of(desired, standing);
        observed.kept().forEach(this::kept);
        Additions additions = new Additions(
                desired, observed.terms(), desired.tier().orElse(standing.clientProfile()), observed.room());
        if (move.isEmpty()) {
            List<Integer> kept = observed.clients().stream()
                    .map(client -> client(client, profile))
                    .toList();
            kept.forEach(additions::count);
            for (int i = 0; i < kept.size(); i++) {
                ObservedClient client = observed.clients().get(i);
                int staying = kept.get(i);
                refOf(client.connection())
                        .filter(ref -> !going.contains(ref))
                        .map(tenancies::get)
                        .ifPresent(tenancy -> additions.plan(tenancy, client, staying));
            }
        }
        additions.refuse(tenancies.values(), claims);
        return new Plan(
                custody,
                profile,
                move,
                deletions,
                disconnects,
                removals,
                keptRemovals,
                additions.planned(),
                additions.refusals());
    }

    /** Plans what has to go from a client and answers how many entries it keeps. */
    private int client(ObservedClient client, ProfileSpec profile) {
        Connection connection = client.connection();
        Optional<ClientRef> ref = refOf(connection);
        if (!connection.aclProfile().equals(profile.name())) {
            disconnects.add(new Step.Disconnect(
                    connection,
                    "it runs under ACL profile " + connection.aclProfile() + " instead of " + profile.name()));
            ref.ifPresent(going::add);
        }
        Optional<Tenancy> tenancy = ref.map(tenancies::get);
        List<ObservedSubscription> outside = client.subscriptions().stream()
                .filter(held -> !mayStay(tenancy, held))
                .toList();
        outside.forEach(held -> removals.add(new Step.Remove(connection, held)));
        return client.subscriptions().size() - outside.size();
    }

    private void kept(KeptSession session) {
        Optional<ClientRef> ref = session.client();
        Optional<Tenancy> tenancy = ref.map(tenancies::get);
        List<ObservedSubscription> outside = session.subscriptions().stream()
                .map(KeptSession.Entry::subscription)
                .filter(held -> !mayStay(tenancy, held))
                .toList();
        boolean itsOwn = desired.mode() == FenceMode.SELF_SERVICE && tenancy.isPresent() && outside.isEmpty();
        if (mayHide(session)) {
            deletions.add(new Step.DeleteSession(
                    session, "its client is away, and what was injected into it cannot be read until it is back"));
            ref.ifPresent(going::add);
        } else if (session.stores() && !itsOwn) {
            deletions.add(new Step.DeleteSession(
                    session, "it stores messages, which removing its subscriptions would not take back"));
            ref.ifPresent(going::add);
        } else {
            outside.forEach(held -> keptRemovals.add(new Step.RemoveKept(session, held)));
        }
    }

    /**
     * Whether a session may hold more than it shows. What was injected is injected again when the client comes back, so for a
     * managed user deleting it loses nothing; a self-service user loses what was stored, which is why brokers with durable
     * sessions are better injected in a way that shows.
     */
    private boolean mayHide(KeptSession session) {
        return !observed.terms().shownWhileAway() && isAway(session);
    }

    private boolean isAway(KeptSession session) {
        return observed.clients().stream()
                .map(ObservedClient::connection)
                .noneMatch(client -> refOf(client).equals(session.client())
                        && session.client().isPresent());
    }

    private static boolean mayStay(Optional<Tenancy> tenancy, ObservedSubscription held) {
        return held.isInbox() || tenancy.filter(t -> t.mayHold(held.filter())).isPresent();
    }

    private static Optional<ClientRef> refOf(Connection client) {
        return ClientRef.ofClientName(client.clientName()).filter(ref -> ref.names(client.clientName()));
    }

    /** The open seat whose client this is, if any. */
    public static Optional<Seat> seatOf(Desired desired, Connection client) {
        return refOf(client).map(desired.claims()::get);
    }
}
