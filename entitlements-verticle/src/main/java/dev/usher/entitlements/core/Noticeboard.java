package dev.usher.entitlements.core;

import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.entitlements.core.port.Notices;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells clients of open seats what became of them and what is about to. Best effort: nothing waits long for it. */
final class Noticeboard {
    /** A revocation is not held up for longer by telling a client that it will be disconnected. */
    private static final long LONGEST_WAIT_MS = 100;

    private final Vertx vertx;
    private final Notices notices;
    private final Clock clock;

    Noticeboard(Vertx vertx, Notices notices, Clock clock) {
        this.vertx = vertx;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Tells what a run has changed: filters that are on the client now and were not on this connection before, and filters that
     * are proven gone.
     *
     * @param seats the open seats
     */
    void tell(Collection<Seat> seats, Map<String, SeatState> before, Map<String, SeatState> after) {
        for (Seat seat : seats) {
            SeatState now = after.get(seat.id());
            if (now != null && now.presence() == Presence.CONNECTED) {
                tell(seat, Optional.ofNullable(before.get(seat.id())), now);
            }
        }
    }

    private void tell(Seat seat, Optional<SeatState> before, SeatState now) {
        boolean same = before.flatMap(SeatState::connection).equals(now.connection());
        Map<TopicFilter, State> former = new HashMap<>();
        before.ifPresent(state -> state.filters().forEach(f -> former.put(f.filter(), f.state())));
        List<TopicFilter> granted = new ArrayList<>();
        Map<String, List<TopicFilter>> removed = new LinkedHashMap<>();
        for (FilterState filter : now.filters()) {
            State was = former.get(filter.filter());
            if (filter.state() == State.ACTIVE && !(same && was == State.ACTIVE)) {
                granted.add(filter.filter());
            } else if (filter.state() == State.REMOVED && was != State.REMOVED) {
                removed.computeIfAbsent(filter.reason(), reason -> new ArrayList<>())
                        .add(filter.filter());
            }
        }
        removed.forEach((reason, filters) -> publish(seat, Notice.Kind.REMOVED, reason, filters));
        if (!granted.isEmpty()) {
            publish(seat, Notice.Kind.GRANTED, "granted", granted);
        }
    }

    /** Tells a seat that something of it ends soon. */
    void expiring(Boundaries.Expiring ending, List<TopicFilter> filters) {
        String what =
                ending.product().map(product -> "product " + product + " ends").orElse("the seat ends");
        notices.publish(new Notice(Notice.Kind.EXPIRING, ending.seat(), what, filters, Optional.of(ending.at())));
    }

    /** Warns clients of seats that they are about to be disconnected; completes soon, told or not, and never fails. */
    Future<Void> reconnectNeeded(Collection<Seat> seats, String reason) {
        Future<Void> told = Future.join(
                        seats.stream().map(seat -> warn(seat, reason)).toList())
                .<Void>mapEmpty()
                .otherwiseEmpty();
        if (told.isComplete()) {
            return told;
        }
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(LONGEST_WAIT_MS, late -> over.tryComplete());
        told.onComplete(done -> {
            vertx.cancelTimer(timer);
            over.tryComplete();
        });
        return over.future();
    }

    private Future<Void> warn(Seat seat, String reason) {
        return publish(seat, Notice.Kind.RECONNECT_NEEDED, reason, List.of());
    }

    private Future<Void> publish(Seat seat, Notice.Kind kind, String reason, List<TopicFilter> filters) {
        return notices.publish(new Notice(kind, seat, reason, filters, Optional.of(clock.instant())));
    }
}
