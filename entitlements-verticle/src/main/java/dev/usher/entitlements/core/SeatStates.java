package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.topics.TopicFilter;
import dev.usher.topics.TopicFilterSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** What is known of the seats of a target that are open or not proven to be over. */
    Map<String, SeatState> of(UserOnBroker target) {
        Map<String, SeatState> states = new HashMap<>();
        seatsOf.getOrDefault(target, Set.of()).forEach(seat -> states.put(seat, open.get(seat)));
        return states;
    }

    /**
     * Takes in what a run has found.
     *
     * @param rights what the user may see now, which tells why something is gone
     */
    void update(UserOnBroker target, Enforcement found, Rights rights) {
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
        found.seats().forEach((seat, state) -> open.put(seat, merged(open.get(seat), state, proven, rights)));
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

    /** What it had before and has not now is gone, unless it is inside of something that it has now. */
    private static SeatState merged(SeatState before, SeatState now, boolean proven, Rights rights) {
        if (before == null) {
            return now;
        }
        Presence presence =
                now.presence() == Presence.NONE && before.presence() != Presence.NONE ? Presence.AWAY : now.presence();
        Set<TopicFilter> mentioned =
                now.filters().stream().map(FilterState::filter).collect(Collectors.toSet());
        TopicFilterSet has = new TopicFilterSet(now.filters().stream()
                .filter(f -> f.state() == State.ACTIVE)
                .map(FilterState::filter)
                .toList());
        List<FilterState> filters = new ArrayList<>(now.filters());
        before.filters().stream()
                .filter(f -> f.state() != State.DENIED && !mentioned.contains(f.filter()) && !has.covers(f.filter()))
                .map(f -> f.state() == State.REMOVED
                        ? f
                        : gone(f.filter(), proven, rights.cover(f.filter()) ? "no longer wanted" : "no longer granted"))
                .forEach(filters::add);
        return new SeatState(presence, now.connection(), filters, now.asOf());
    }
}
