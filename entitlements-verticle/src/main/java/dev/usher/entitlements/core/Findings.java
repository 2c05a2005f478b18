package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.topics.TopicFilter;
import java.time.Clock;
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
    private final Desired desired;
    private final Clock clock;
    private final Map<Connection, Set<TopicFilter>> active = new HashMap<>();
    private final Map<Connection, Map<TopicFilter, FilterState>> missing = new HashMap<>();
    private final Set<String> left = new LinkedHashSet<>();
    private Optional<String> denied = Optional.empty();
    private boolean hopeless;
    private boolean disconnected;

    Findings(Desired desired, Clock clock) {
        this.desired = desired;
        this.clock = clock;
    }

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
        missing.computeIfAbsent(client, c -> new HashMap<>()).put(filter, new FilterState(filter, state, reason));
        left.add(filter + " is not on client " + client.clientName() + ": " + reason);
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

    /** Trying again soon will not help. */
    void hopeless(String reason) {
        hopeless = true;
        left.add(reason);
    }

    boolean isHopeless() {
        return hopeless;
    }

    /** Clients of the target were disconnected by us. */
    void disconnected() {
        disconnected = true;
    }

    Enforcement enforced(Proof proof) {
        return new Enforcement.Enforced(
                desired.epoch(), proof, disconnected, seats(), Set.copyOf(active.keySet()), List.copyOf(left));
    }

    Enforcement pending() {
        return new Enforcement.Pending(desired.epoch(), disconnected, seats(), List.copyOf(left), hopeless);
    }

    private Map<String, SeatState> seats() {
        Map<String, SeatState> states = new LinkedHashMap<>();
        for (Seat seat : desired.seats()) {
            Optional<Connection> connection = active.keySet().stream()
                    .filter(c -> seat.client().names(c.clientName()))
                    .max(Comparator.comparingLong(Connection::incarnation));
            states.put(
                    seat.id(),
                    new SeatState(
                            connection.isPresent() ? Presence.CONNECTED : Presence.NONE,
                            connection,
                            desired.rights().all().stream()
                                    .map(filter -> state(filter, connection))
                                    .toList(),
                            clock.instant()));
        }
        return states;
    }

    private FilterState state(TopicFilter filter, Optional<Connection> connection) {
        if (denied.isPresent()) {
            return new FilterState(filter, State.DENIED, denied.get());
        }
        if (connection.isEmpty()) {
            String reason = left.isEmpty() ? "the client is not connected" : String.join("; ", left);
            return new FilterState(filter, State.PENDING, reason);
        }
        if (active.get(connection.get()).contains(filter)) {
            return new FilterState(filter, State.ACTIVE, "");
        }
        return missing.getOrDefault(connection.get(), Map.of())
                .getOrDefault(filter, new FilterState(filter, State.PENDING, "not given yet"));
    }
}
