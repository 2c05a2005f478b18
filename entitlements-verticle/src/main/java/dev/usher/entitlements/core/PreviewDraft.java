package dev.usher.entitlements.core;

import dev.usher.entitlements.core.Preview.Disconnect;
import dev.usher.entitlements.core.Preview.Operation;
import dev.usher.entitlements.core.Preview.SeatDelta;
import dev.usher.topics.TopicFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A preview in the making. It stays small enough to be read: what is too much is counted. */
final class PreviewDraft {
    /** How many filters are named with seats, and how many operations. */
    static final int MOST = 20_000;

    private final List<SeatDelta> seats = new ArrayList<>();
    private final Set<Operation> operations = new LinkedHashSet<>();
    private final Map<String, Disconnect> disconnects = new LinkedHashMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Map<String, Map<String, Set<TopicFilter>>> refused = new LinkedHashMap<>();
    private int filters;
    private int moreSeats;
    private int moreOperations;

    /** A filter that a seat would not be given although it is granted or wanted. */
    void refused(Plan.Refusal refusal) {
        refused.computeIfAbsent(refusal.seat().id(), id -> new LinkedHashMap<>())
                .computeIfAbsent(refusal.reason(), reason -> new LinkedHashSet<>())
                .add(refusal.filter());
    }

    /** To be told after every refusal. */
    void seat(Seat seat, Set<TopicFilter> before, Set<TopicFilter> after) {
        Set<TopicFilter> gained = new LinkedHashSet<>(after);
        gained.removeAll(before);
        refused.getOrDefault(seat.id(), Map.of()).values().forEach(gained::removeAll);
        Set<TopicFilter> lost = new LinkedHashSet<>(before);
        lost.removeAll(after);
        seat(new SeatDelta(seat, List.copyOf(gained), List.copyOf(lost)));
    }

    private void seat(SeatDelta delta) {
        int more = delta.gained().size() + delta.lost().size();
        if (more > 0 && filters + more <= MOST) {
            filters += more;
            seats.add(delta);
        } else if (more > 0) {
            moreSeats++;
        }
    }

    void operation(String broker, String kind, String subject, String detail) {
        if (operations.size() < MOST) {
            operations.add(new Operation(broker, kind, subject, detail));
        } else {
            moreOperations++;
        }
    }

    /** For the first reason that is given. */
    void disconnect(UserOnBroker target, Connection client, String reason) {
        disconnects.putIfAbsent(
                target.broker() + "\u0000" + client.clientName(), new Disconnect(target, client.clientName(), reason));
    }

    void unknown(String what) {
        unknown.add(what);
    }

    Preview finished(Intent intent, Rehearsal rehearsal) {
        List<String> left = new ArrayList<>(unknown);
        refused.forEach((seat, reasons) -> reasons.forEach((reason, denied) -> left.add("seat " + seat
                + " would not be given " + denied.iterator().next()
                + (denied.size() > 1 ? " and " + (denied.size() - 1) + " more" : "") + ": " + reason)));
        if (moreSeats > 0) {
            left.add(moreSeats + " more seats would gain or lose filters and are not shown");
        }
        if (moreOperations > 0) {
            left.add(moreOperations + " more operations would be done and are not shown");
        }
        return new Preview(
                intent.kind(),
                rehearsal.created(),
                rehearsal.targets().stream()
                        .map(delta -> delta.after().target())
                        .toList(),
                seats,
                List.copyOf(operations),
                List.copyOf(disconnects.values()),
                left);
    }
}
