package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Preview;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatState;
import dev.usher.entitlements.core.SeatState.FilterState;
import dev.usher.entitlements.core.SeatState.Presence;
import dev.usher.entitlements.core.SeatState.State;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.UsernameReport;
import dev.usher.entitlements.core.UsernameReport.Standing;
import dev.usher.entitlements.core.Usher.ChangeAnswer;
import dev.usher.entitlements.core.Usher.SeatAnswer;
import dev.usher.entitlements.core.port.Directory.Entitlements;
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
                        new FilterState(TopicFilter.parse("US/NASDAQ/>"), State.ACTIVE, "", sorted("nasdaq-l1")),
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
        return answer(
                new Change("change-1", "user-status", T0, List.of(enforced(ALICE, true), enforced(BOB, false))), true);
    }

    static ChangeAnswer pendingChange() {
        return answer(
                new Change("change-2", "group-products", T0, List.of(enforced(ALICE, false), pending(BOB))), true);
    }

    static ChangeAnswer created() {
        return new ChangeAnswer(
                new Progress(
                        new Change("change-3", "product-defined", T0, List.of()), List.of(), Optional.empty(), true),
                true,
                true);
    }

    static ChangeAnswer answer(Change change, boolean recorded) {
        long enforced = change.targets().stream()
                .filter(t -> t.proof().isPresent() && t.left().isEmpty())
                .count();
        return new ChangeAnswer(
                new Progress(
                        change,
                        List.of(new Progress.OfBroker(
                                "emea", enforced, change.targets().size() - enforced, 0)),
                        Optional.empty(),
                        true),
                recorded,
                false);
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

    static Product product() {
        return new Product("nasdaq-l1", List.of(TopicFilter.parse("US/NASDAQ/>"), TopicFilter.parse("US/IEX/>")));
    }

    static Group group() {
        return new Group(
                "us-traders",
                List.of(new Grant("nasdaq-l1", Optional.of(T0), Optional.of(T1)), Grant.of("fx-majors")),
                FenceMode.SELF_SERVICE,
                Optional.of("real-time"));
    }

    static User user() {
        return new User(
                "alice",
                sorted("us-traders", "staff"),
                List.of(Grant.of("fx-majors")),
                UserStatus.ACTIVE,
                Optional.of("us-traders"),
                Map.of("emea", "alice-emea", "default", "alice-cu"));
    }

    static Catalog catalog() {
        Product everything = Product.accepted("everything", List.of(TopicFilter.parse(">")));
        Product fx = new Product("fx-majors", List.of(TopicFilter.parse("FX/*/SPOT")));
        User bob = new User("bob: \"ß\"", List.of(), List.of(), UserStatus.SUSPENDED, Map.of());
        return new Catalog(
                List.of(everything, fx, product()),
                List.of(new Group("staff", List.of()), group()),
                List.of(user(), bob));
    }

    static Preview preview() {
        return new Preview(
                "group-products",
                false,
                List.of(ALICE, BOB),
                List.of(new Preview.SeatDelta(
                        connectedSeat().seat(),
                        List.of(TopicFilter.parse("FX/*/SPOT")),
                        List.of(TopicFilter.parse("US/NASDAQ/>")))),
                List.of(new Preview.Operation("default", "remove-subscription", "#mqtt/client-1/17", "US/NASDAQ/>")),
                List.of(new Preview.Disconnect(ALICE, "#mqtt/client-1/17", "another ACL profile")),
                List.of("broker emea does not answer"));
    }

    static List<UsernameReport> usernames(String broker) {
        Adoption adoption = new Adoption(broker, "alice-cu", "default", Optional.of("gold"), T0, Optional.of(T1));
        return List.of(
                new UsernameReport(
                        broker,
                        "default",
                        Optional.empty(),
                        "default",
                        "default",
                        Optional.empty(),
                        List.of(),
                        Standing.SHARED,
                        "factory default"),
                new UsernameReport(
                        broker,
                        "alice-cu",
                        Optional.of("alice"),
                        "default",
                        "gold",
                        Optional.of(adoption),
                        List.of("desk-1"),
                        Standing.ADOPTABLE,
                        "can be adopted"));
    }

    static SortedSet<String> sorted(String... values) {
        return new TreeSet<>(List.of(values));
    }
}
