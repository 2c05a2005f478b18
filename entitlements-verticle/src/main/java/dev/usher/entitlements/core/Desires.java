package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
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
    private final Clock clock;
    private final Map<UserOnBroker, Optional<Desired>> lastKnown = new HashMap<>();

    /** Names of profiles, kept since telling them takes a look at every filter. */
    private final Map<UserOnBroker, String> profiles = new HashMap<>();

    private final Map<ClientKey, UserOnBroker> seatClients = new HashMap<>();
    private final Set<String> suspended = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    /** @param clock tells which seats have expired while the store, whose clock counts, is away */
    Desires(EntitlementStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A desire and whether it is only remembered.
     *
     * @param stale the store did not answer: nothing may be added on the strength of it
     */
    record Known(Desired desired, boolean stale) {}

    private record ClientKey(String broker, ClientRef client) {}

    /** What was asked for and is not recorded yet. */
    private record Overlay(Set<String> suspended, Set<String> removed, Set<String> closed) {
        Overlay {
            suspended = Set.copyOf(suspended);
            removed = Set.copyOf(removed);
            closed = Set.copyOf(closed);
        }

        Desired over(Desired desired) {
            String user = desired.target().user();
            boolean gone = removed.contains(user);
            Rights rights = gone || suspended.contains(user) ? Rights.NONE : desired.rights();
            return desired.with(
                    rights,
                    desired.seats().stream()
                            .filter(seat -> !gone && !closed.contains(seat.id()))
                            .toList());
        }
    }

    private Overlay overlay() {
        return new Overlay(suspended, removed, closed);
    }

    /** Fails with {@link StoreUnavailableException} only if nothing is known of the target. */
    Future<Known> of(UserOnBroker target) {
        // What is read may be older than what is recorded meanwhile: both sides of the reading narrow it.
        Overlay before = overlay();
        return store.desired(target)
                .map(desired -> {
                    remember(desired);
                    return new Known(overlay().over(before.over(desired)), false);
                })
                .recover(failure -> known(target)
                        .filter(known -> failure instanceof StoreUnavailableException)
                        .map(known -> Future.succeededFuture(new Known(overlay().over(unexpired(known)), true)))
                        .orElse(Future.failedFuture(failure)));
    }

    /** A seat that has expired by our own clock counts as closed; one that the store has closed never comes back by it. */
    private Desired unexpired(Desired desired) {
        Instant now = clock.instant();
        return desired.with(
                desired.rights(),
                desired.seats().stream()
                        .filter(seat -> seat.expiresAt()
                                .filter(end -> !end.isAfter(now))
                                .isEmpty())
                        .toList());
    }

    private Optional<Desired> known(UserOnBroker target) {
        return lastKnown
                .getOrDefault(target, Optional.empty())
                // A suspended user holds nothing, whatever the store would have said.
                .or(() -> suspended.contains(target.user()) || removed.contains(target.user())
                        ? Optional.of(new Desired(target, Rights.NONE, List.of(), 0))
                        : Optional.empty());
    }

    /** What was last read of a target, with what was asked for meanwhile. */
    Optional<Desired> remembered(UserOnBroker target) {
        return lastKnown.getOrDefault(target, Optional.empty()).map(overlay()::over);
    }

    private void remember(Desired desired) {
        UserOnBroker target = desired.target();
        Optional<Desired> former = lastKnown.put(target, Optional.of(desired));
        if (former != null) {
            former.stream()
                    .flatMap(d -> d.seats().stream())
                    .forEach(seat -> seatClients.remove(new ClientKey(target.broker(), seat.client()), target));
        }
        profiles.put(target, desired.profile().name());
        desired.seats().forEach(seat -> seatClients.put(new ClientKey(target.broker(), seat.client()), target));
    }

    /** Makes the overlay part of what is remembered, so that lifting it widens nothing while the store is away again. */
    private void rememberNarrowed() {
        Overlay overlay = overlay();
        lastKnown.replaceAll((target, known) -> known.map(overlay::over));
    }

    /** From now on the user is desired to hold nothing, until {@link #suspensionRecorded}. */
    void suspend(String user) {
        suspended.add(user);
    }

    void suspensionRecorded(String user) {
        rememberNarrowed();
        suspended.remove(user);
    }

    /** From now on the user is desired to hold nothing and to have no seats, until {@link #removalRecorded}. */
    void remove(String user) {
        removed.add(user);
    }

    void removalRecorded(String user) {
        rememberNarrowed();
        removed.remove(user);
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

    /** The ACL profiles that have to be in use on a broker, each with a target that has to be behind it. */
    Map<String, UserOnBroker> profilesInUse(String broker) {
        Map<String, UserOnBroker> inUse = new HashMap<>();
        profiles.forEach((target, profile) -> {
            if (target.broker().equals(broker)) {
                inUse.put(profile, target);
            }
        });
        return inUse;
    }

    /** The ACL profile a target has to be behind, as far as it was read. */
    Optional<String> profileOf(UserOnBroker target) {
        return Optional.ofNullable(profiles.get(target));
    }

    /** All targets there are on a broker, some of which may not have been read yet; others are forgotten. */
    void expect(String broker, Collection<UserOnBroker> targets) {
        lastKnown.keySet().removeIf(known -> known.broker().equals(broker) && !targets.contains(known));
        profiles.keySet().removeIf(known -> known.broker().equals(broker) && !targets.contains(known));
        seatClients.values().removeIf(target -> target.broker().equals(broker) && !targets.contains(target));
        for (UserOnBroker target : targets) {
            lastKnown.putIfAbsent(target, Optional.empty());
        }
    }
}
