package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnforcerTest {
    private static final UserOnBroker ALICE = new UserOnBroker("alice", "local", "alice");
    private static final Seat SEAT = new Seat("seat-1", ALICE, new ClientRef.Mqtt("tab"), Instant.EPOCH);
    private static final String TAB = "#mqtt/tab/7";

    private final Vertx vertx = Vertx.vertx();
    private final FakeBroker broker = new FakeBroker();
    private final FakeStore store = new FakeStore();
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final Desires desires = new Desires(store.port(), clock);
    private Enforcer enforcer;

    private static Rights rights(String... filters) {
        Map<TopicFilter, SortedSet<String>> all = new LinkedHashMap<>();
        for (String filter : filters) {
            all.put(TopicFilter.parse(filter), new TreeSet<>(List.of("product")));
        }
        return new Rights(all);
    }

    private Enforcer newEnforcer() {
        BrokerGateway gateway = broker.gateway();
        return new Enforcer(
                new Enforcer.Tools(
                        gateway,
                        new FenceKeeper(gateway, store.port()),
                        new Noticeboard(vertx, broker, clock),
                        store.port(),
                        clock),
                desires);
    }

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Enforcement enforce(boolean adopt, Rights rights, Cut cut) {
        store.desired.put(ALICE, new Desired(ALICE, rights, List.of(SEAT), 4));
        broker.adopt = adopt;
        if (enforcer == null) {
            enforcer = newEnforcer();
        }
        Future<Enforcement> run = enforcer.enforce(ALICE, cut.isNone() ? Ask.REVOKE : Ask.cutting(cut));
        assertThat(run.isComplete()).isTrue();
        return run.result();
    }

    private Enforcement enforce(String... filters) {
        return enforce(false, rights(filters), Cut.NONE);
    }

    @Test
    void givesTheSeatItsFiltersAndProvesIt() {
        Connection tab = broker.connect(TAB, "alice");

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(broker.held(tab)).containsExactly("US/NASDAQ/>");
        assertThat(outcome.settled()).isTrue();
        assertThat(outcome.epoch()).isEqualTo(4);
        SeatState seat = outcome.seats().get("seat-1");
        assertThat(seat.presence()).isEqualTo(SeatState.Presence.CONNECTED);
        assertThat(seat.filters()).extracting(SeatState.FilterState::state).containsExactly(SeatState.State.ACTIVE);
    }

    @Test
    void takesEverythingFromAClientWithoutASeat() {
        Connection stranger = broker.connect("#mqtt/other/1", "alice", "US/NASDAQ/*/\u0003", "#P2P/v:x/inbox/>");

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(broker.tables.get(stranger))
                .extracting(ObservedSubscription::text)
                .containsExactly("#P2P/v:x/inbox/>");
        assertThat(outcome.settled()).isTrue();
    }

    @Test
    void removesFirstThenReadsAgainBeforeItGivesOrProves() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(broker.journal)
                .containsExactly(
                        "check usher_managed",
                        "list alice",
                        "remove US/NYSE/> from " + TAB,
                        "list alice",
                        "add usher/notice/seat-1 to " + TAB,
                        "add US/NASDAQ/> to " + TAB);
        assertThat(outcome.proof()).isPresent();
        assertThat(outcome.disconnected()).isFalse();
    }

    @Test
    void aStraddlingFilterGoesWholeAndWhatRemainsGrantedIsGivenAgain() {
        Connection tab = broker.connect(TAB, "alice", "US/*/\u0003");

        enforce("US/NASDAQ/>");

        assertThat(broker.held(tab)).containsExactly("US/NASDAQ/>");
    }

    @Test
    void disconnectsAClientWhoseRemovalIsRefused() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        broker.script =
                request -> request.startsWith("remove") ? Optional.of(new Outcome.Refused("denied")) : Optional.empty();

        Enforcement outcome = enforce();

        assertThat(broker.tables).isEmpty();
        assertThat(outcome.disconnected()).isTrue();
        assertThat(outcome.proof()).isPresent();
        assertAskedOnce("remove");
    }

    private void assertAskedOnce(String verb) {
        assertThat(broker.journal).filteredOn(j -> j.startsWith(verb)).hasSize(1);
    }

    @Test
    void disconnectsAClientWhoseRemovalIsNotAnswered() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        broker.script = request ->
                request.startsWith("remove") ? Optional.of(new Outcome.Unknown("timed out")) : Optional.empty();

        assertThat(enforce().proof()).isPresent();
        assertThat(broker.tables).isEmpty();
        assertAskedOnce("remove");
    }

    @Test
    void disconnectsAClientWhoseRemovalFails() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        broker.removalDown = true;

        assertThat(enforce().proof()).isPresent();
        assertThat(broker.tables).isEmpty();
        assertAskedOnce("remove");
    }

    @Test
    void disconnectsAClientThatKeepsWhatWasAnsweredRemoved() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        broker.script = request -> request.startsWith("remove") ? Optional.of(new Outcome.Done()) : Optional.empty();

        Enforcement outcome = enforce();

        assertThat(broker.tables).isEmpty();
        assertThat(outcome.disconnected()).isTrue();
    }

    @Test
    void isPendingWhenNothingHelps() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        broker.script = request -> Optional.of(new Outcome.Done());
        broker.evictionDown = true;

        Enforcement outcome = enforce();

        assertThat(outcome).isInstanceOf(Enforcement.Pending.class);
        assertThat(outcome.left()).isNotEmpty();
    }

    @Test
    void isPendingWhenTheBrokerCannotBeRead() {
        broker.connect(TAB, "alice");
        broker.viewDown = true;

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(outcome).isInstanceOf(Enforcement.Pending.class);
        assertThat(broker.journal).noneMatch(j -> j.startsWith("add"));
    }

    @Test
    void takesBackWhatWentToSomebodyElseUnderTheSameName() {
        Seat seat = new Seat("seat-1", ALICE, new ClientRef.Smf("desk"), Instant.EPOCH);
        store.desired.put(ALICE, new Desired(ALICE, rights("US/NASDAQ/>"), List.of(seat), 4));
        Connection alices = broker.connect("desk", "alice");
        broker.afterAdd = () -> {
            broker.afterAdd = () -> {};
            broker.tables.remove(alices);
            broker.connect("desk", "bob");
        };

        Future<Enforcement> run = newEnforcer().enforce(ALICE, Ask.GRANT);

        assertThat(broker.journal).contains("remove US/NASDAQ/> from desk", "disconnect desk");
        assertThat(store.told).contains("recordExposure");
        assertThat(run.result().settled()).isFalse();
        assertThat(run.result().seats().get("seat-1").filters())
                .extracting(SeatState.FilterState::state)
                .doesNotContain(SeatState.State.ACTIVE);
    }

    @Test
    void cutDisconnectsBeforeAnythingElseIsDone() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");

        Enforcement outcome = enforce(false, Rights.NONE, Cut.ALL);

        assertThat(broker.journal)
                .containsExactly(
                        "check usher_managed",
                        "list alice",
                        "notice RECONNECT_NEEDED",
                        "disconnect " + TAB,
                        "list alice");
        assertThat(outcome.disconnected()).isTrue();
        assertThat(outcome.proof()).isPresent();
    }

    @Test
    void leavesAUsernameAloneThatIsNotAdopted() {
        broker.usernames.put("alice", new Standing("alice", "default", "default", true, false));
        Connection tab = broker.connect(TAB, "alice", "US/NYSE/*/\u0003");

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(broker.held(tab)).containsExactly("US/NYSE/>");
        assertThat(broker.journal).containsExactly("check usher_managed");
        assertThat(outcome.left()).singleElement().asString().contains("not adopted", "default", "allow adoption");
        assertThat(outcome.seats().get("seat-1").filters())
                .extracting(SeatState.FilterState::state)
                .containsExactly(SeatState.State.DENIED);
    }

    @Test
    void aUsernameThatDoesNotExistHoldsNothingAndItsSeatIsDenied() {
        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(outcome.settled()).isTrue();
        assertThat(outcome.seats().get("seat-1").filters())
                .extracting(SeatState.FilterState::state)
                .containsExactly(SeatState.State.DENIED);
    }

    @Test
    void aClientUnderAUsernameThatDoesNotExistKeepsItPending() {
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        broker.usernames.clear();

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(outcome.proof()).isEmpty();
        assertThat(outcome.left()).singleElement().asString().contains("does not exist");
    }

    @Test
    void adoptsWhereThatIsAllowedAndRemembersTheWayBack() {
        broker.usernames.put("alice", new Standing("alice", "default", "default", true, false));
        broker.connect(TAB, "alice", "US/NYSE/*/\u0003");

        Enforcement outcome = enforce(true, rights("US/NASDAQ/>"), Cut.NONE);

        assertThat(store.adopted)
                .hasEntrySatisfying(ALICE, a -> assertThat(a.formerAclProfile()).isEqualTo("default"));
        assertThat(broker.journal).contains("fence alice");
        assertThat(outcome.disconnected()).isTrue();
    }

    @Test
    void takesAwayButGivesNothingWhileTheStoreIsAway() {
        Connection tab = broker.connect(TAB, "alice", "US/NYSE/*/\u0003");
        enforce("US/NASDAQ/>", "US/NYSE/>");
        broker.tables.get(tab).removeIf(s -> s.filter().equals(TopicFilter.parse("US/NASDAQ/>")));
        broker.journal.clear();
        store.away = true;
        desires.suspend("alice");

        Enforcement outcome = enforce("US/NASDAQ/>", "US/NYSE/>");

        assertThat(broker.held(tab)).isEmpty();
        assertThat(broker.journal).noneMatch(j -> j.startsWith("add"));
        assertThat(outcome.settled()).isFalse();
    }

    @Test
    void givesNothingWhileTheStoreIsAway() {
        Connection tab = broker.connect(TAB, "alice");
        enforce("US/NASDAQ/>");
        broker.tables.get(tab).clear();
        store.away = true;

        Enforcement outcome = enforce("US/NASDAQ/>");

        assertThat(broker.held(tab)).isEmpty();
        assertThat(outcome.settled()).isFalse();
    }

    @Test
    void aRefusedGrantIsDeniedWithItsReasonAndTheRestIsGiven() {
        Connection tab = broker.connect(TAB, "alice");
        broker.script = request -> request.startsWith("add US/NYSE/>")
                ? Optional.of(new Outcome.Refused("403 Subscription ACL Denied"))
                : Optional.empty();

        Enforcement outcome = enforce("US/NASDAQ/>", "US/NYSE/>");

        assertThat(broker.held(tab)).containsExactly("US/NASDAQ/>");
        assertThat(outcome.proof()).isPresent();
        assertThat(outcome.settled()).isFalse();
        List<String> states = new ArrayList<>();
        outcome.seats().get("seat-1").filters().forEach(f -> states.add(f.filter() + " " + f.state()));
        assertThat(states).containsExactlyInAnyOrder("US/NASDAQ/> ACTIVE", "US/NYSE/> DENIED");
    }

    @Test
    void anInjectionThatWasNotAnsweredIsTakenBackBeforeAnythingIsProven() {
        Connection tab = broker.connect(TAB, "alice");
        broker.script =
                request -> request.startsWith("add") ? Optional.of(new Outcome.Unknown("timed out")) : Optional.empty();
        enforce("US/NASDAQ/>");
        // It comes late, after the user has lost the right.
        broker.script = request ->
                request.startsWith("remove") ? Optional.of(new Outcome.Unknown("timed out")) : Optional.empty();

        assertThat(enforce().proof()).isEmpty();

        broker.tables.get(tab).add(new ObservedSubscription("US/NASDAQ/>", TopicFilter.parse("US/NASDAQ/>")));
        broker.script = request -> Optional.empty();
        assertThat(enforce().settled()).isTrue();
        assertThat(broker.held(tab)).isEmpty();
    }

    @Test
    void aStandbyThatShowsNoClientsProvesNothing() {
        broker.connect("desk", "bob");
        broker.standby = true;
        broker.usernames.put("alice", new Standing("alice", "usher_managed", "default", true, false));

        Enforcement outcome = enforce();

        assertThat(outcome.proof()).isEmpty();
        assertThat(outcome.left()).singleElement().asString().contains("standby");
    }

    @Test
    void disconnectsAClientThatRunsUnderAnotherProfile() {
        Connection tab = broker.connect(TAB, "alice");
        List<ObservedSubscription> table = broker.tables.remove(tab);
        broker.tables.put(new Connection(TAB, "alice", tab.address(), tab.incarnation(), "ldap-group"), table);

        Enforcement outcome = enforce();

        assertThat(broker.tables).isEmpty();
        assertThat(outcome.proof()).isPresent();
    }

    @Test
    void aCutThatFailedIsOwedToTheNextRun() {
        broker.connect(TAB, "alice");
        broker.evictionDown = true;
        Enforcement first = enforce(false, Rights.NONE, Cut.ALL);
        assertThat(first.disconnected()).isFalse();
        assertThat(first.proof()).isEmpty();

        broker.evictionDown = false;
        Enforcement second = enforce();

        assertThat(broker.tables).isEmpty();
        assertThat(second.disconnected()).isTrue();
    }

    @Test
    void theSubscriptionManagersOwnUsernameIsNeverAUsers() {
        UserOnBroker mallory = new UserOnBroker("mallory", "local", "usher-manager");
        store.desired.put(mallory, new Desired(mallory, Rights.NONE, List.of(), 1));
        broker.connect("manager", "usher-manager", "#LOG/>");
        broker.adopt = true;

        Enforcement outcome = newEnforcer().enforce(mallory, Ask.REVOKE).result();

        assertThat(outcome.proof()).isEmpty();
        assertThat(broker.journal).isEmpty();
    }

    @Test
    void aWideEntryBelowP2pIsNobodysInbox() {
        Connection tab = broker.connect(TAB, "alice", "#P2P/>", "#P2P/*/>", "#P2P/v:x/abc/tab/>");

        enforce();

        assertThat(broker.tables.get(tab))
                .extracting(ObservedSubscription::text)
                .containsExactly("#P2P/v:x/abc/tab/>", "usher/notice/seat-1");
    }

    @Test
    void aRecordedSuspensionStaysWhileTheStoreIsAwayAgain() {
        Connection tab = broker.connect(TAB, "alice");
        enforce("US/NASDAQ/>");
        desires.suspend("alice");
        desires.suspensionRecorded("alice");
        store.away = true;

        enforce("US/NASDAQ/>");

        assertThat(broker.held(tab)).isEmpty();
    }
}
