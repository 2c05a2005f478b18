package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.EnforcementStage.ALICE;
import static dev.usher.entitlements.core.EnforcementStage.SEAT;
import static dev.usher.entitlements.core.EnforcementStage.TAB;
import static dev.usher.entitlements.core.EnforcementStage.rights;
import static dev.usher.entitlements.core.EnforcementStage.states;
import static dev.usher.entitlements.core.EnforcementStage.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What seats get of what they want, and clients that are not what they were. */
class EnforcedSeatsTest {
    private final EnforcementStage stage = new EnforcementStage();
    private final FakeBroker broker = stage.broker;

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aSeatGetsWhatItWantsAsFarAsItIsGranted() {
        Connection tab = broker.connect(TAB, "alice", "US/NASDAQ/>");
        stage.desire(rights("US/NASDAQ/>", "US/NYSE/>"), wanting("US/NASDAQ/AAPL", "US/N*/>", "EU/>"));

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(tab)).containsExactly("US/NASDAQ/>", "US/NASDAQ/AAPL", "US/NYSE/>");
        assertThat(states(outcome, "seat-1"))
                .containsExactlyInAnyOrder(
                        "US/NASDAQ/AAPL ACTIVE",
                        "US/NASDAQ/> ACTIVE",
                        "US/NYSE/> ACTIVE",
                        "US/N*/> DENIED granted only in part",
                        "EU/> DENIED not granted");
        assertThat(outcome.settled()).as("that is how it has to be").isTrue();
    }

    @Test
    void whatIsGrantedAndNotWantedIsTakenAway() {
        Connection tab = broker.connect(TAB, "alice", "US/NASDAQ/>", "US/NYSE/>");
        stage.desire(rights("US/NASDAQ/>", "US/NYSE/>"), wanting("US/NYSE/>"));

        stage.enforce();

        assertThat(broker.held(tab)).containsExactly("US/NYSE/>");
    }

    @Test
    void everyFilterSaysWhichProductsGiveIt() {
        broker.connect(TAB, "alice");
        Rights two = new Rights(Map.of(
                TopicFilter.parse("US/>"), new TreeSet<>(Set.of("all")),
                TopicFilter.parse("US/NYSE/>"), new TreeSet<>(Set.of("nyse"))));
        stage.desire(two, wanting("US/NYSE/IBM", "EU/>"));

        assertThat(stage.enforce().seats().get("seat-1").filters())
                .extracting(SeatState.FilterState::products)
                .containsExactly(new TreeSet<>(Set.of("all", "nyse")), new TreeSet<>());
    }

    @Test
    void overlappingProductsAreBothGivenAndTakingOneLeavesTheOther() {
        Connection tab = broker.connect(TAB, "alice");
        stage.desire(rights("US/>", "US/NASDAQ/>"), SEAT);
        stage.enforce();
        assertThat(broker.held(tab)).containsExactly("US/>", "US/NASDAQ/>");
        broker.journal.clear();

        stage.desire(rights("US/NASDAQ/>"), SEAT);
        stage.enforce();

        assertThat(broker.held(tab)).containsExactly("US/NASDAQ/>");
        assertThat(broker.journal).noneMatch(j -> j.startsWith("add")).noneMatch(j -> j.startsWith("disconnect"));
    }

    @Test
    void nothingIsGivenPastTheLimitOfAClientAndRemovalsAreNotHeldUp() {
        Connection tab = broker.connect(TAB, "alice", "EU/>", "US/A");
        broker.limits = new SubscriptionLimits(4, 1_000);
        stage.desire(rights("US/A", "US/B", "US/C"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(tab)).containsExactly("US/A");
        assertThat(broker.noticeTopicsOf(tab)).as("refused before the first").isEmpty();
        assertThat(outcome.proof()).isPresent();
        assertThat(outcome.retry()).isFalse();
        assertThat(outcome.left()).singleElement().asString().contains("client tab", "80 % of the 4", "default");
        assertThat(states(outcome, "seat-1"))
                .filteredOn(s -> s.contains("DENIED"))
                .hasSize(2);
    }

    @Test
    void whatFitsTheLimitExactlyIsGiven() {
        Connection tab = broker.connect(TAB, "alice");
        broker.limits = new SubscriptionLimits(5, 5);
        stage.desire(rights("US/A", "US/B", "US/C"), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.held(tab)).hasSize(3);
    }

    @Test
    void nothingIsGivenPastTheLimitOfTheMessageVpnCountingOtherUsers() {
        UserOnBroker bob = new UserOnBroker("bob", "local", "bob");
        Seat bobs = new Seat("seat-2", bob, new ClientRef.Mqtt("bobs"), Instant.EPOCH);
        Connection tab = broker.connect(TAB, "alice");
        broker.connect("#mqtt/bobs/1", "bob");
        stage.store.desired.put(bob, new Desired(bob, rights("US/A", "US/B", "US/C"), List.of(bobs), 1));
        stage.begin(bob, Ask.GRANT);
        broker.limits = new SubscriptionLimits(100, 7);
        stage.clock.now = stage.clock.now.plusSeconds(60);
        stage.desire(rights("US/A", "US/B"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(tab)).isEmpty();
        assertThat(outcome.left()).singleElement().asString().contains("the Message VPN", "80 % of the 7");
    }

    @Test
    void nothingIsGivenWhileTheLimitsAreNotKnown() {
        Connection tab = broker.connect(TAB, "alice");
        broker.limitsDown = true;
        stage.desire(rights("US/A"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(tab)).isEmpty();
        assertThat(outcome.proof()).isPresent();
        assertThat(outcome.retry()).isTrue();
    }

    @Test
    void aClientThatIsNotReachedIsDeniedWithTheReason() {
        Seat desk = new Seat("seat-1", ALICE, new ClientRef.Smf("desk"), Instant.EPOCH);
        Connection client = broker.connect("desk", "alice", "EU/>");
        broker.reaches = Set.of("mqtt");
        stage.desire(rights("US/A"), desk);

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(client)).isEmpty();
        assertThat(states(outcome, "seat-1")).singleElement().asString().contains("DENIED", "kind smf", "not reached");
        assertThat(outcome.retry()).isFalse();
    }

    @Test
    void ofTwoSeatsThatClaimOneClientTheOlderHasItAndTheOtherSaysSo() {
        Connection tab = broker.connect(TAB, "alice");
        Seat older = new Seat("b", ALICE, SEAT.client(), Instant.EPOCH, Optional.of(filters("US/A")), Optional.empty());
        Seat younger = new Seat(
                "a",
                ALICE,
                SEAT.client(),
                Instant.EPOCH.plusSeconds(1),
                Optional.of(filters("US/B")),
                Optional.empty());
        for (Seat[] order : new Seat[][] {{younger, older}, {older, younger}}) {
            stage.desire(rights("US/>"), order);

            Enforcement outcome = stage.enforce();

            assertThat(broker.held(tab)).containsExactly("US/A");
            assertThat(broker.noticeTopicsOf(tab)).containsExactly("usher/notice/b");
            assertThat(outcome.seats().get("a").presence()).isEqualTo(SeatState.Presence.NONE);
            assertThat(states(outcome, "a")).containsExactly("US/B DENIED client tab is that of seat b");
        }
    }

    @Test
    void seatsOfTwoUsersThatClaimOneClientGiveItOnlyToWhoeverIsConnected() {
        UserOnBroker bob = new UserOnBroker("bob", "local", "bob");
        Seat bobs = new Seat("seat-2", bob, SEAT.client(), Instant.EPOCH);
        Connection tab = broker.connect(TAB, "bob");
        stage.desire(rights("US/A"), SEAT);
        stage.store.desired.put(bob, new Desired(bob, rights("US/B"), List.of(bobs), 1));

        stage.stand("usher_managed", "default");
        assertThat(stage.enforce().proof()).isPresent();
        stage.begin(bob, Ask.GRANT);

        assertThat(broker.held(tab)).containsExactly("US/B");
        assertThat(broker.noticeTopicsOf(tab)).containsExactly("usher/notice/seat-2");
    }

    @Test
    void aClientThatRenamedItselfBeforeTheInjectionIsGivenNothing() {
        Connection tab = broker.connect("desk", "alice");
        stage.desire(rights("US/A"), new Seat("seat-1", ALICE, new ClientRef.Smf("desk"), Instant.EPOCH));
        broker.afterView = () -> {
            broker.tables.remove(tab);
            broker.connect("renamed", "alice");
        };

        Enforcement outcome = stage.enforce();

        assertThat(broker.tables.values()).allMatch(List::isEmpty);
        assertThat(outcome.settled()).isFalse();
    }

    @Test
    void aClientThatTookTheNameOfASeatGetsNothingThatIsNotItsUsers() {
        Connection alices = broker.connect("desk", "alice");
        stage.desire(rights("US/A"), new Seat("seat-1", ALICE, new ClientRef.Smf("desk"), Instant.EPOCH));
        broker.afterView = () -> {
            broker.tables.remove(alices);
            broker.connect("desk", "bob");
        };

        Enforcement outcome = stage.enforce();

        assertThat(broker.journal).containsSubsequence("add US/A to desk", "disconnect desk");
        assertThat(broker.tables).isEmpty();
        assertThat(stage.store.told).contains("recordExposure");
        assertThat(outcome.settled()).isFalse();
    }

    @Test
    void aClientThatCameBackAsTheSameUserIsNotCalledServedBeforeItIsLookedAtAgain() {
        Connection first = broker.connect("desk", "alice");
        stage.desire(rights("US/A"), new Seat("seat-1", ALICE, new ClientRef.Smf("desk"), Instant.EPOCH));
        broker.afterAdd = () -> {
            broker.afterAdd = () -> {};
            broker.tables.remove(first);
            broker.connect("desk", "alice");
        };

        Enforcement outcome = stage.enforce();

        assertThat(outcome.settled()).isFalse();
        assertThat(broker.journal).noneMatch(j -> j.startsWith("disconnect"));
        assertThat(stage.store.told).doesNotContain("recordExposure");
        assertThat(stage.enforce().settled()).isTrue();
    }

    private static List<TopicFilter> filters(String... all) {
        return List.of(all).stream().map(TopicFilter::parse).toList();
    }
}
