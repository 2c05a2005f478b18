package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatState;
import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.port.EntitlementStore.Entitlements;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Domain values for tests of the API. */
final class Samples {
    static final Instant T0 = Instant.parse("2026-03-02T08:30:00.120Z");
    static final Instant T1 = Instant.parse("2026-03-02T08:30:04.310Z");
    static final UserOnBroker ALICE = new UserOnBroker("alice", "default", "alice-cu");
    static final UserOnBroker BOB = new UserOnBroker("bob", "emea", "bob-cu");

    private Samples() {}

    static SeatAnswer connectedSeat() {
        Seat seat = new Seat("seat-1", ALICE, new ClientRef.Mqtt("client-1"), T0);
        SeatState state = new SeatState(
                Presence.CONNECTED,
                Optional.of(new Connection("#mqtt/client-1/17", "alice-cu", "203.0.113.9:52114", 17, "usher_managed")),
                List.of(
                        new FilterState(TopicFilter.parse("US/NASDAQ/>"), State.ACTIVE, ""),
                        new FilterState(TopicFilter.parse("FX/*/SPOT"), State.DENIED, "not exact for MQTT")),
                T1);
        return new SeatAnswer(seat, true, false, state);
    }

    static SeatAnswer newSeat() {
        Seat seat = new Seat("seat/2 ä", ALICE, new ClientRef.Smf("desk-1"), T0);
        SeatState state = new SeatState(
                Presence.NONE,
                Optional.empty(),
                List.of(new FilterState(
                        TopicFilter.parse("US/NASDAQ/>"), State.PENDING, "the client is not connected")),
                T1);
        return new SeatAnswer(seat, true, true, state);
    }

    static ChangeAnswer enforcedChange() {
        return new ChangeAnswer(
                new Change("change-1", "user-status", T0, List.of(enforced(ALICE, true), enforced(BOB, false))), true);
    }

    static ChangeAnswer pendingChange() {
        return new ChangeAnswer(
                new Change("change-2", "group-products", T0, List.of(enforced(ALICE, false), pending(BOB))), true);
    }

    static Change.Target enforced(UserOnBroker target, boolean disconnected) {
        return new Change.Target(
                target, 1, Optional.of(new Change.ProofRecord("observed", T1)), List.of(), disconnected);
    }

    static Change.Target pending(UserOnBroker target) {
        return new Change.Target(target, 1, Optional.empty(), List.of("broker emea does not answer"), false);
    }

    static Entitlements entitlements() {
        User user = new User(
                "alice",
                sorted("us-traders", "staff"),
                sorted("fx-majors"),
                UserStatus.ACTIVE,
                Map.of("emea", "alice-emea", "default", "alice-cu"));
        Map<TopicFilter, SortedSet<String>> filters = new LinkedHashMap<>();
        filters.put(TopicFilter.parse("US/NASDAQ/>"), sorted("nasdaq-l2", "nasdaq-l1"));
        filters.put(TopicFilter.parse("FX/*/SPOT"), sorted("fx-majors"));
        return new Entitlements(user, new Rights(filters));
    }

    static SortedSet<String> sorted(String... values) {
        return new TreeSet<>(List.of(values));
    }
}
