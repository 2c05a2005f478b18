package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.Facade.CALLER;
import static dev.usher.entitlements.core.Facade.done;
import static dev.usher.entitlements.core.Facade.failure;
import static dev.usher.entitlements.core.Facade.request;
import static dev.usher.entitlements.core.Facade.tab;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.usher.entitlements.core.Preview.Disconnect;
import dev.usher.entitlements.core.Preview.Operation;
import dev.usher.entitlements.core.Preview.SeatDelta;
import dev.usher.entitlements.core.Usher.TooManySubscriptionsException;
import dev.usher.entitlements.core.Usher.UnreachableClientException;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.topics.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreviewsTest {
    private static final TopicFilter US = TopicFilter.parse("US/>");
    private static final TopicFilter EU = TopicFilter.parse("EU/>");

    private final Facade facade =
            new Facade().product("us", "US/>").product("eu", "EU/>").user("alice", "us");
    private Connection client;
    private Seat seat;

    @BeforeEach
    void anOpenSeat() {
        client = facade.broker.connect(tab("tab"), "alice");
        seat = facade.open("alice", "tab").seat();
        assertThat(facade.broker.held(client)).contains("US/>");
    }

    private Preview preview(Intent intent, boolean cut) {
        facade.broker.journal.clear();
        int committed = facade.store.commits.size();
        Map<Connection, List<ObservedSubscription>> tables = Map.copyOf(facade.broker.tables);
        Preview preview = done(facade.usher().preview(intent, cut));
        assertThat(facade.store.commits).as("nothing is committed").hasSize(committed);
        assertThat(facade.broker.tables).as("nothing is done").isEqualTo(tables);
        assertThat(facade.broker.journal).as("nothing is done").allMatch(entry -> entry.startsWith("list "));
        return preview;
    }

    private Preview preview(Intent intent) {
        return preview(intent, false);
    }

    @Test
    void tellsWhatSeatsGainAndWhatIsAdded() {
        Preview preview = preview(Facade.defining("alice", "us", "eu"));

        assertThat(preview.kind()).isEqualTo("user-defined");
        assertThat(preview.created()).isFalse();
        assertThat(preview.targets()).containsExactly(seat.target());
        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(EU), List.of()));
        assertThat(preview.operations())
                .containsExactly(new Operation("local", "add-subscription", client.clientName(), "EU/>"));
        assertThat(preview.disconnects()).isEmpty();
        assertThat(preview.unknown()).isEmpty();
    }

    @Test
    void tellsWhatSeatsLoseAndWhatIsRemovedBeforeWhatIsAdded() {
        Preview preview = preview(Facade.defining("alice", "eu"));

        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(EU), List.of(US)));
        assertThat(preview.operations())
                .extracting(Operation::kind, Operation::detail)
                .containsExactly(tuple("remove-subscription", "US/>"), tuple("add-subscription", "EU/>"));
    }

    @Test
    void tellsOfSeatsWhoseClientsAreAway() {
        facade.broker.tables.clear();

        Preview preview = preview(Facade.defining("alice"));

        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(), List.of(US)));
        assertThat(preview.operations()).isEmpty();
    }

    @Test
    void whatChangesNothingShowsNothing() {
        Preview preview = preview(Facade.defining("alice", "us"));

        assertThat(preview.targets()).isEmpty();
        assertThat(preview.seats()).isEmpty();
        assertThat(preview.operations()).isEmpty();
    }

    @Test
    void aCutIsTheFirstOperation() {
        Connection stray = facade.broker.connect(tab("stray"), "alice", "XX/>");

        Preview preview = preview(new Intent.SetStatus("alice", UserStatus.SUSPENDED), true);

        assertThat(preview.operations())
                .extracting(Operation::kind, Operation::subject)
                .containsExactlyInAnyOrder(
                        tuple("disconnect", client.clientName()), tuple("disconnect", stray.clientName()));
        assertThat(preview.disconnects())
                .contains(new Disconnect(seat.target(), client.clientName(), "cut"))
                .hasSize(2);
    }

    @Test
    void cuttingASeatConcernsItsClientAlone() {
        facade.broker.connect(tab("other"), "alice");
        facade.open("alice", "other");

        Preview preview = preview(new Intent.CloseSeat(seat.id()), true);

        assertThat(preview.disconnects()).extracting(Disconnect::clientName).containsExactly(client.clientName());
        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(), List.of(US)));
        assertThat(preview.operations()).extracting(Operation::kind).containsExactly("disconnect");
    }

    @Test
    void aMoveDisconnectsEverybodyAndIsAnnouncedWithItsReason() {
        facade.define(new Intent.DefineGroup(
                new Group("own", List.of(Grant.of("us")), FenceMode.SELF_SERVICE, Optional.empty())));

        Intent.DefineUser joining = new Intent.DefineUser(new UserDefinition(
                new User(
                        "alice",
                        new TreeSet<>(Set.of("own")),
                        List.of(),
                        UserStatus.ACTIVE,
                        Optional.of("own"),
                        Map.of("local", "alice")),
                Optional.empty()));
        Preview preview = preview(joining);

        assertThat(preview.operations())
                .extracting(Operation::kind, Operation::subject)
                .containsExactly(tuple("write-profile", "usher_g_own"), tuple("set-profile", "alice"));
        assertThat(preview.disconnects()).hasSize(1);
        assertThat(preview.disconnects().get(0).reason()).contains("usher_managed", "usher_g_own");
    }

    @Test
    void whoIsMovedIsNotCutAsWell() {
        facade.username("alice", "usher_g_left", "default");

        Preview preview = preview(Facade.defining("alice"), true);

        assertThat(preview.operations()).extracting(Operation::kind).containsExactly("set-profile");
        assertThat(preview.disconnects()).hasSize(1);
    }

    @Test
    void aSessionThatStoresIsDeletedAndItsClientDisconnected() {
        facade.kept.add(new KeptSession(
                "tab", "primary", List.of(new KeptSession.Entry(new ObservedSubscription("US/>", US), 1)), 3));

        Preview preview = preview(new Intent.SetStatus("alice", UserStatus.SUSPENDED));

        assertThat(preview.operations()).extracting(Operation::kind).containsExactly("delete-session");
        assertThat(preview.disconnects()).extracting(Disconnect::clientName).containsExactly(client.clientName());
        assertThat(preview.disconnects().get(0).reason()).contains("stores");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNamedAndTheRestAnswered() {
        facade.broker.viewDown = true;

        Preview preview = preview(Facade.defining("alice"));

        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(), List.of(US)));
        assertThat(preview.operations()).isEmpty();
        assertThat(preview.unknown()).singleElement().asString().contains("alice", "local", "SEMP timed out");
    }

    @Test
    void aStandbyIsNotBelieved() {
        facade.broker.standby = true;

        assertThat(preview(Facade.defining("alice")).unknown())
                .singleElement()
                .asString()
                .contains("local", "this is a standby");
    }

    @Test
    void aUsernameThatIsNotOursIsToldAbout() {
        facade.username("bob", "somebody-elses", "default").user("bob");

        assertThat(preview(Facade.defining("bob", "us")).unknown())
                .singleElement()
                .asString()
                .contains("bob", "adopt");
    }

    @Test
    void whatWouldPassALimitIsDeniedAndNotGained() {
        facade.limits = profile -> new SubscriptionLimits(3, 1000);
        facade.time.advance(Duration.ofMinutes(1));
        facade.product("more", "A/>", "B/>");

        Preview preview = preview(Facade.defining("alice", "us", "more"));

        assertThat(preview.unknown()).singleElement().asString().contains(seat.id(), "A/>", "80 %", "3");
        assertThat(preview.seats()).isEmpty();
        assertThat(preview.operations()).isEmpty();
    }

    private List<String> many(int users) {
        List<String> names = IntStream.range(0, users).mapToObj(i -> "user" + i).toList();
        names.forEach(name -> {
            facade.username(name, "usher_managed", "default");
            facade.user(name, "us");
        });
        return names;
    }

    @Test
    void manyUsersAreReadFromListsAndTooManyAreCounted() {
        many(Previews.DEEP + 3);

        Preview preview = preview(new Intent.DefineProduct(new Product("us", List.of(US, EU))));

        assertThat(preview.targets()).hasSize(Previews.DEEP + 4);
        assertThat(preview.unknown()).singleElement().asString().contains("4 of 204 users");
        assertThat(facade.broker.journal).doesNotContain("list alice");
        assertThat(preview.operations()).extracting(Operation::detail).containsExactly("EU/>");
        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(EU), List.of()));
    }

    @Test
    void aSlowBrokerIsNotWaitedForForEver() {
        many(20);
        facade.beforeKept = () -> facade.time.advance(Duration.ofSeconds(2));

        Preview preview = preview(new Intent.DefineProduct(new Product("us", List.of(US, EU))));

        assertThat(preview.unknown()).singleElement().asString().contains("13 more users", "local");
    }

    @Test
    void whatIsTooMuchToReadIsCounted() {
        PreviewDraft draft = new PreviewDraft();
        Set<TopicFilter> most = new LinkedHashSet<>();
        for (int i = 0; i <= PreviewDraft.MOST; i++) {
            most.add(TopicFilter.parse("A/" + i));
            draft.operation("local", "add-subscription", "client", "A/" + i);
        }
        draft.seat(seat, Set.of(), most);
        draft.seat(seat, Set.of(), Set.of(US));

        Preview preview = draft.finished(new Intent.CloseSeat("x"), new Rehearsal(false, List.of()));

        assertThat(preview.operations()).hasSize(PreviewDraft.MOST);
        assertThat(preview.seats()).hasSize(1);
        assertThat(preview.unknown())
                .containsExactly(
                        "1 more seats would gain or lose filters and are not shown",
                        "1 more operations would be done and are not shown");
    }

    @Test
    void itFailsAsTheWriteWould() {
        assertThat(failure(facade.usher().preview(new Intent.CloseSeat("none"), false)))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSeatIsPreviewedWithWhatItWouldBeDenied() {
        facade.broker.connect(tab("second"), "alice");
        facade.broker.journal.clear();

        Preview preview = done(facade.usher().previewSeat(request("alice", "second", "US/NASDAQ/>", "EU/>")));

        assertThat(preview.created()).isTrue();
        assertThat(preview.seats())
                .singleElement()
                .satisfies(delta -> assertThat(delta.gained()).containsExactly(TopicFilter.parse("US/NASDAQ/>")));
        assertThat(preview.unknown()).singleElement().asString().contains("EU/>", "not granted");
        assertThat(preview.operations()).extracting(Operation::detail).contains("US/NASDAQ/>");
        assertThat(facade.broker.journal).noneMatch(entry -> entry.startsWith("add"));
    }

    @Test
    void aSeatIsRefusedInThePreviewAsItWouldBe() {
        facade.broker.connect(tab("taken"), "mallory");
        Usher usher = facade.usher();
        assertThat(failure(usher.previewSeat(request("alice", "taken")))).isInstanceOf(ConflictException.class);

        facade.time.advance(Duration.ofMinutes(1));
        facade.limits = profile -> new SubscriptionLimits(2, 1000);
        assertThat(failure(usher.previewSeat(request("alice", "second"))))
                .isInstanceOf(TooManySubscriptionsException.class);
        facade.broker.viewDown = true;
        assertThat(done(usher.previewSeat(request("alice", "taken"))).unknown())
                .singleElement()
                .asString()
                .contains("SEMP timed out");
    }

    @Test
    void aSeatOfAKindThatIsNotReachedIsRefusedInThePreviewToo() {
        Facade other = new Facade().product("us", "US/>").user("alice", "us");
        other.reaches = Set.of("smf");

        assertThat(failure(other.usher().previewSeat(request("alice", "x"))))
                .isInstanceOf(UnreachableClientException.class);
    }

    @Test
    void adoptingIsPreviewed() {
        facade.username("bob", "former", "default").user("bob", "us");
        Connection bob = facade.broker.connect(tab("bobs"), "bob");
        Seat opened = done(facade.store.commit(
                        new Intent.OpenSeat(
                                Optional.empty(),
                                "bob",
                                "local",
                                new ClientRef.Mqtt("bobs"),
                                Optional.empty(),
                                Optional.empty()),
                        CALLER,
                        Optional.empty()))
                .seat()
                .orElseThrow();

        Preview preview = done(facade.usher().previewAdopt("local", Set.of("bob")));

        assertThat(preview.operations())
                .extracting(Operation::kind, Operation::subject)
                .containsExactly(tuple("set-profile", "bob"));
        assertThat(preview.disconnects()).extracting(Disconnect::clientName).containsExactly(bob.clientName());
        assertThat(preview.seats()).containsExactly(new SeatDelta(opened, List.of(US), List.of()));
        assertThat(facade.broker.usernames.get("bob").aclProfile()).isEqualTo("former");
        assertThat(facade.store.state().adoptions).isEmpty();
    }

    @Test
    void releasingIsPreviewed() {
        facade.define(new Intent.Adopt("local", Set.of(new Intent.Adopt.Former("alice", "former", "gold"))));

        Preview preview = done(facade.usher().previewRelease("local", Set.of("alice")));

        assertThat(preview.operations())
                .containsExactly(new Operation(
                        "local", "set-profile", "alice", "back to ACL profile former and client profile gold"));
        assertThat(preview.disconnects()).extracting(Disconnect::clientName).containsExactly(client.clientName());
        assertThat(preview.seats()).containsExactly(new SeatDelta(seat, List.of(), List.of(US)));
        assertThat(new ArrayList<>(facade.store.state().adoptions.values())).allMatch(Adoption::isOurs);
    }
}
