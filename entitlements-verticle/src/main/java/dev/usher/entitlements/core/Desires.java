package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is desired now, also while the store is away: then the last known desire is narrowed by what was asked for
 * meanwhile and never widened.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class Desires {
    private final EntitlementStore store;
    private final Map<UserOnBroker, Optional<Desired>> lastKnown = new HashMap<>();
    private final Map<ClientKey, UserOnBroker> seatClients = new HashMap<>();
    private final Set<String> suspended = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    Desires(EntitlementStore store) {
        this.store = store;
    }

    /**
     * A desire and whether it is only remembered.
     *
     * @param stale the store did not answer: nothing may be added on the strength of it
     */
    record Known(Desired desired, boolean stale) {}

    private record ClientKey(String broker, ClientRef client) {}

    /** Fails with {@link StoreUnavailableException} only if nothing is known of the target. */
    Future<Known> of(UserOnBroker target) {
        // What is read may be older than what is recorded meanwhile: both sides of the reading narrow it.
        Set<String> suspendedBefore = Set.copyOf(suspended);
        Set<String> closedBefore = Set.copyOf(closed);
        return store.desired(target)
                .map(desired -> {
                    remember(desired);
                    return new Known(narrowed(narrowed(desired, suspendedBefore, closedBefore)), false);
                })
                .recover(failure -> remembered(target)
                        .filter(known -> failure instanceof StoreUnavailableException)
                        .map(known -> Future.succeededFuture(new Known(narrowed(known), true)))
                        .orElse(Future.failedFuture(failure)));
    }

    private Optional<Desired> remembered(UserOnBroker target) {
        return lastKnown
                .getOrDefault(target, Optional.empty())
                // A suspended user holds nothing, whatever the store would have said.
                .or(() -> suspended.contains(target.user())
                        ? Optional.of(new Desired(target, Rights.NONE, List.of(), 0))
                        : Optional.empty());
    }

    private void remember(Desired desired) {
        UserOnBroker target = desired.target();
        Optional<Desired> former = lastKnown.put(target, Optional.of(desired));
        if (former != null) {
            former.stream()
                    .flatMap(d -> d.seats().stream())
                    .forEach(seat -> seatClients.remove(new ClientKey(target.broker(), seat.client()), target));
        }
        desired.seats().forEach(seat -> seatClients.put(new ClientKey(target.broker(), seat.client()), target));
    }

    private Desired narrowed(Desired desired) {
        return narrowed(desired, suspended, closed);
    }

    private static Desired narrowed(Desired desired, Set<String> suspended, Set<String> closed) {
        Rights rights = suspended.contains(desired.target().user()) ? Rights.NONE : desired.rights();
        List<Seat> seats = desired.seats().stream()
                .filter(seat -> !closed.contains(seat.id()))
                .toList();
        return new Desired(desired.target(), rights, seats, desired.epoch());
    }

    /** Makes the overlay part of what is remembered, so that lifting it widens nothing while the store is away again. */
    private void rememberNarrowed() {
        lastKnown.replaceAll((target, known) -> known.map(this::narrowed));
    }

    /** From now on the user is desired to hold nothing, until {@link #suspensionRecorded}. */
    void suspend(String user) {
        suspended.add(user);
    }

    void suspensionRecorded(String user) {
        rememberNarrowed();
        suspended.remove(user);
    }

    /** From now on the seat counts as closed, until {@link #closingRecorded}. */
    void close(String seat) {
        closed.add(seat);
    }

    void closingRecorded(String seat) {
        rememberNarrowed();
        closed.remove(seat);
    }

    /** Targets of a user that were seen before. */
    List<UserOnBroker> targetsOf(String user) {
        return lastKnown.keySet().stream().filter(t -> t.user().equals(user)).toList();
    }

    /** An open seat that was seen before. */
    Optional<Seat> seat(String id) {
        return lastKnown.values().stream()
                .flatMap(Optional::stream)
                .flatMap(d -> d.seats().stream())
                .filter(seat -> seat.id().equals(id))
                .findFirst();
    }

    /** The target whose open seat a client of this name would be. */
    Optional<UserOnBroker> targetOfClient(String broker, String clientName) {
        return ClientRef.ofClientName(clientName).map(client -> seatClients.get(new ClientKey(broker, client)));
    }

    /** All targets seen on a broker, by client username. */
    Map<String, UserOnBroker> byUsername(String broker) {
        Map<String, UserOnBroker> targets = new HashMap<>();
        for (UserOnBroker target : lastKnown.keySet()) {
            if (target.broker().equals(broker)) {
                targets.put(target.clientUsername(), target);
            }
        }
        return targets;
    }

    /** All targets there are on a broker, some of which may not have been read yet; others are forgotten. */
    void expect(String broker, Collection<UserOnBroker> targets) {
        lastKnown.keySet().removeIf(known -> known.broker().equals(broker) && !targets.contains(known));
        seatClients.values().removeIf(target -> target.broker().equals(broker) && !targets.contains(target));
        for (UserOnBroker target : targets) {
            lastKnown.putIfAbsent(target, Optional.empty());
        }
    }
}
