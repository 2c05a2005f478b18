package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.topics.TopicFilter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What one run has learnt, and the truthful words for it. */
final class Findings {
    private static final int NAMED_AT_MOST = 3;

    private final Desired desired;
    private final Clock clock;
    private final Map<Connection, Set<TopicFilter>> active = new HashMap<>();
    private final Map<Connection, Map<TopicFilter, Lack>> missing = new HashMap<>();
    private final Map<String, Map<TopicFilter, String>> refused = new HashMap<>();
    private final Set<String> left = new LinkedHashSet<>();
    private Optional<String> denied = Optional.empty();
    private boolean unprovable;
    private boolean hopeless;
    private boolean disconnected;

    Findings(Desired desired, Clock clock) {
        this.desired = desired;
        this.clock = clock;
    }

    private record Lack(State state, String reason) {}

    /** What the latest complete read showed. */
    void observed(List<ObservedClient> clients) {
        active.clear();
        clients.forEach(client -> active.put(
                client.connection(),
                client.subscriptions().stream()
                        .map(ObservedSubscription::filter)
                        .collect(Collectors.toCollection(HashSet::new))));
    }

    void confirmed(Connection client, TopicFilter filter) {
        active.get(client).add(filter);
    }

    /** A filter that a client of a seat lacks; {@code state} says whether that is for now or for good. */
    void lacks(Connection client, TopicFilter filter, State state, String reason) {
        missing.computeIfAbsent(client, c -> new LinkedHashMap<>()).put(filter, new Lack(state, reason));
    }

    /** What the latest plan does not give; what is wanted without being granted is as it should be, anything else is left. */
    void refused(List<Plan.Refusal> refusals) {
        refused.clear();
        for (Plan.Refusal refusal : refusals) {
            refused.computeIfAbsent(refusal.seat().id(), seat -> new LinkedHashMap<>())
                    .put(refusal.filter(), refusal.reason());
            if (refusal.remediable()) {
                hopeless = true;
                left.add("seat " + refusal.seat().id() + ": " + refusal.reason());
            }
        }
    }

    /** The client is not the one that was observed, so nothing can be said of it. */
    void lost(Connection client) {
        active.remove(client);
        left.add("client " + client.clientName() + " went away or became another one while it was given its filters");
    }

    void left(String what) {
        left.add(what);
    }

    /** No filter will be given, and why. */
    void denied(String reason) {
        denied = Optional.of(reason);
    }

    /** Trying again soon will not help; what is to be proven can be proven nevertheless. */
    void hopeless(String reason) {
        hopeless = true;
        left.add(reason);
    }

    /** Nothing can be proven, and trying again soon will not help. */
    void unprovable(String reason) {
        unprovable = true;
        hopeless(reason);
    }

    boolean isUnprovable() {
        return unprovable;
    }

    /** Clients of the target were disconnected by us. */
    void disconnected() {
        disconnected = true;
    }

    Enforcement enforced(Proof proof) {
        List<String> all = allLeft();
        return new Enforcement.Enforced(
                desired.epoch(), proof, disconnected, seats(all), Set.copyOf(active.keySet()), all, hopeless);
    }

    Enforcement pending() {
        List<String> all = allLeft();
        return new Enforcement.Pending(desired.epoch(), disconnected, seats(all), all, hopeless);
    }

    /** With one sentence for all filters of a client that are missing for the same reason. */
    private List<String> allLeft() {
        List<String> all = new ArrayList<>(left);
        missing.forEach((client, lacks) -> {
            Map<String, List<TopicFilter>> byReason = new LinkedHashMap<>();
            lacks.forEach((filter, lack) -> byReason.computeIfAbsent(lack.reason(), reason -> new ArrayList<>())
                    .add(filter));
            byReason.forEach((reason, filters) -> all.add(named(filters) + (filters.size() == 1 ? " is" : " are")
                    + " not on client " + client.clientName() + ": " + reason));
        });
        return all;
    }

    private static String named(Collection<TopicFilter> filters) {
        String names =
                filters.stream().limit(NAMED_AT_MOST).map(TopicFilter::toString).collect(Collectors.joining(", "));
        int more = filters.size() - NAMED_AT_MOST;
        return more > 0 ? names + " and " + more + " more filters" : names;
    }

    private Map<String, SeatState> seats(List<String> all) {
        String absent = all.isEmpty() ? "the client is not connected" : String.join("; ", all);
        Map<ClientRef, Connection> present = new HashMap<>();
        active.keySet().stream()
                .sorted(Comparator.comparingLong(Connection::incarnation))
                .forEach(c -> ClientRef.ofClientName(c.clientName())
                        .filter(ref -> ref.names(c.clientName()))
                        .ifPresent(ref -> present.put(ref, c)));
        Map<ClientRef, Seat> claims = desired.claims();
        Map<String, SeatState> states = new LinkedHashMap<>();
        for (Seat seat : desired.seats()) {
            boolean its = claims.get(seat.client()).id().equals(seat.id());
            Optional<Connection> connection =
                    Optional.ofNullable(present.get(seat.client())).filter(c -> its);
            states.put(
                    seat.id(),
                    new SeatState(
                            connection.isPresent() ? Presence.CONNECTED : Presence.NONE,
                            connection,
                            filters(seat, connection, absent),
                            clock.instant()));
        }
        return states;
    }

    private List<FilterState> filters(Seat seat, Optional<Connection> connection, String absent) {
        Map<TopicFilter, String> refusals = refused.getOrDefault(seat.id(), Map.of());
        Allotment allotment = desired.allotment(seat);
        Set<TopicFilter> all = new LinkedHashSet<>(allotment.given());
        all.addAll(allotment.refused().keySet());
        return all.stream()
                .map(filter -> {
                    String refusal =
                            refusals.getOrDefault(filter, allotment.refused().get(filter));
                    Lack lack = refusal != null ? new Lack(State.DENIED, refusal) : null;
                    return state(filter, lack, connection, absent);
                })
                .toList();
    }

    private FilterState state(TopicFilter filter, Lack refusal, Optional<Connection> connection, String absent) {
        Lack found;
        if (denied.isPresent()) {
            found = new Lack(State.DENIED, denied.get());
        } else if (refusal != null) {
            found = refusal;
        } else if (connection.isEmpty()) {
            found = new Lack(State.PENDING, absent);
        } else if (active.get(connection.get()).contains(filter)) {
            found = new Lack(State.ACTIVE, "");
        } else {
            found = missing.getOrDefault(connection.get(), Map.of())
                    .getOrDefault(filter, new Lack(State.PENDING, "not given yet"));
        }
        return new FilterState(
                filter, found.state(), found.reason(), desired.rights().productsOf(filter));
    }
}
