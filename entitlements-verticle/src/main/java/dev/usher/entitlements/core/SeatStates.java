package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.topics.TopicFilter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of each seat since this process started. The broker is the truth; this is the memory of the last look.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class SeatStates {
    private static final int CLOSED_KEPT = 10_000;

    private final Clock clock;
    private final Map<String, SeatState> open = new HashMap<>();
    private final Map<UserOnBroker, Set<String>> seatsOf = new HashMap<>();
    private final Map<String, SeatState> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SeatState> eldest) {
            return size() > CLOSED_KEPT;
        }
    };

    SeatStates(Clock clock) {
        this.clock = clock;
    }

    /** What is known; pending without a connection if nothing is. */
    SeatState of(Seat seat) {
        SeatState known = open.getOrDefault(seat.id(), closed.get(seat.id()));
        return known != null ? known : new SeatState(Presence.NONE, Optional.empty(), List.of(), clock.instant());
    }

    /** Takes in what a run has found. */
    void update(UserOnBroker target, Enforcement found) {
        boolean proven = found.proof().isPresent();
        Set<String> before = seatsOf.getOrDefault(target, Set.of());
        for (String seat : before) {
            SeatState state = open.get(seat);
            if (!found.seats().containsKey(seat)) {
                SeatState ended = ended(state, proven);
                if (proven) {
                    open.remove(seat);
                    closed.put(seat, ended);
                } else {
                    open.put(seat, ended);
                }
            }
        }
        Set<String> now = new HashSet<>(found.seats().keySet());
        found.seats().forEach((seat, state) -> open.put(seat, merged(open.get(seat), state, proven)));
        before.stream().filter(open::containsKey).forEach(now::add);
        seatsOf.put(target, now);
    }

    private SeatState ended(SeatState state, boolean proven) {
        return new SeatState(
                state.presence(),
                state.connection(),
                state.filters().stream()
                        .map(f -> gone(f.filter(), proven, "the seat is closed"))
                        .toList(),
                clock.instant());
    }

    private static FilterState gone(TopicFilter filter, boolean proven, String reason) {
        return proven
                ? new FilterState(filter, State.REMOVED, reason)
                : new FilterState(filter, State.PENDING, reason + ", its removal is not proven yet");
    }

    private static SeatState merged(SeatState before, SeatState now, boolean proven) {
        if (before == null) {
            return now;
        }
        Presence presence =
                now.presence() == Presence.NONE && before.presence() != Presence.NONE ? Presence.AWAY : now.presence();
        List<FilterState> filters = new ArrayList<>(now.filters());
        before.filters().stream()
                .filter(f -> filters.stream().noneMatch(n -> n.filter().equals(f.filter())))
                .map(f -> f.state() == State.REMOVED ? f : gone(f.filter(), proven, "no longer granted"))
                .forEach(filters::add);
        return new SeatState(presence, now.connection(), filters, now.asOf());
    }
}
