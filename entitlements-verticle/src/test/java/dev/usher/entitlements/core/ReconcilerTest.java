package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.EnforcementStage.ALICE;
import static dev.usher.entitlements.core.EnforcementStage.SEAT;
import static dev.usher.entitlements.core.EnforcementStage.TAB;
import static dev.usher.entitlements.core.EnforcementStage.rights;
import static dev.usher.entitlements.core.EnforcementStage.wanting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.topics.TopicFilter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans of special cases; {@link ReconcilerPropertyTest} has what holds for all of them. */
class ReconcilerTest {
    private static final int MANY = 10_000;
    private static final Connection CLIENT = new Connection(TAB, "alice", "127.0.0.1:1", 1, "usher_managed");

    private static Desired desired(Rights rights, Seat... seats) {
        return new Desired(ALICE, rights, List.of(seats), 1);
    }

    private static Observed observed(Optional<Observed.Room> room, String... held) {
        List<ObservedSubscription> table = new ArrayList<>();
        for (String filter : held) {
            table.add(new ObservedSubscription(filter, TopicFilter.parseObserved(filter, true)));
        }
        return new Observed(
                new Custody.Terms("manager", false, Set.of("mqtt"), "semp", true),
                Optional.of(new Standing("alice", "usher_managed", "default", true, false)),
                List.of(new ObservedClient(CLIENT, table)),
                List.of(),
                room);
    }

    @Test
    void tenThousandFiltersOnOneSeatAreNotComparedEachWithEach() {
        String[] granted =
                IntStream.range(0, MANY).mapToObj(i -> "US/NASDAQ/S" + i + "/>").toArray(String[]::new);
        String[] wanted = IntStream.range(0, MANY)
                .mapToObj(i -> "US/NASDAQ/S" + (i + MANY / 2) + "/L1")
                .toArray(String[]::new);
        String[] held = IntStream.range(0, MANY)
                .mapToObj(i -> "US/NASDAQ/S" + (i + 3 * MANY / 4) + "/L1")
                .toArray(String[]::new);
        Rights rights = rights(granted);

        Plan plan = Reconciler.plan(desired(rights, wanting(wanted)), observed(Optional.empty(), held));

        assertThat(plan.removals()).hasSize(3 * MANY / 4);
        assertThat(plan.additions()).hasSize(1 + MANY / 4);
        assertThat(plan.refusals()).hasSize(MANY / 2);
        assertThat(rights.index().visited()).isLessThan(50L * MANY);
    }

    @Test
    void whatBecameOfTenThousandFiltersIsTakenInWithoutComparingEachWithEach() {
        String[] granted = IntStream.range(0, MANY).mapToObj(i -> "US/S" + i).toArray(String[]::new);
        Rights rights = rights(granted);
        Findings findings = new Findings(desired(rights, SEAT), Clock.systemUTC());
        findings.observed(observed(Optional.empty()).clients());
        rights.all().forEach(f -> findings.lacks(CLIENT, f, SeatState.State.DENIED, "refused: no"));

        Enforcement outcome = findings.enforced(new Proof.Observed(Instant.EPOCH, Instant.EPOCH, 1, 0));

        assertThat(outcome.left())
                .singleElement()
                .asString()
                .contains("9997 more filters")
                .hasSizeLessThan(200);
        assertThat(outcome.seats().get("seat-1").filters()).hasSize(MANY);
        assertThat(rights.index().visited()).isLessThan(10L * MANY);
    }

    @Test
    void aSeatWhoseClientIsNotThereIsRefusedWhatWouldNotFit() {
        Observed.Room room = new Observed.Room(new SubscriptionLimits(2, 100), 0);
        Seat away = new Seat("seat-2", ALICE, new ClientRef.Mqtt("phone"), Instant.EPOCH);

        Plan plan = Reconciler.plan(desired(rights("US/A", "US/B"), away), observed(Optional.of(room)));

        assertThat(plan.refusals())
                .extracting(Plan.Refusal::filter)
                .containsExactly(TopicFilter.parse("US/A"), TopicFilter.parse("US/B"));
        assertThat(plan.refusals()).allMatch(Plan.Refusal::remediable);
    }

    @Test
    void aUsernameThatIsNotOursHasAPlanWithoutSteps() {
        Observed theirs = new Observed(
                new Custody.Terms("manager", false, Set.of("mqtt"), "semp", true),
                Optional.of(new Standing("alice", "default", "default", true, false)),
                observed(Optional.empty(), "EU/>").clients(),
                List.of(),
                Optional.empty());

        Plan plan = Reconciler.plan(desired(rights("US/A"), SEAT), theirs);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.custody()).isInstanceOf(Custody.NotOurs.class);
    }

    @Test
    void aPlanWithAMoveHasNoStepsForClientsThatItDisconnects() {
        Desired moved = new Desired(
                ALICE,
                rights("US/>"),
                Optional.of(EnforcementStage.selfService("US/>")),
                Optional.empty(),
                List.of(SEAT),
                1);

        Plan plan = Reconciler.plan(moved, observed(Optional.empty(), "EU/>"));

        assertThat(plan.steps()).singleElement().isInstanceOf(Step.Move.class);
        assertThat(plan.steps().get(0).detail()).contains("from ACL profile usher_managed to usher_g_desk");
    }

    @Test
    void aSeatMayHoldItsOwnNoticesAndNobodyElses() {
        Desired desired = desired(rights("US/>"), SEAT);

        assertThat(desired.mayHold(SEAT, SEAT.noticeTopic())).isTrue();
        assertThat(desired.mayHold(SEAT, NoticeTopics.of("seat-2"))).isFalse();
        assertThat(desired.mayHold(SEAT, TopicFilter.parse("US/NASDAQ/>"))).isTrue();
        assertThat(desired.mayHold(SEAT, TopicFilter.parse("EU/>"))).isFalse();
    }

    @Test
    void nobodyHoldsNoticesOfOthersHoweverWideTheirRights() {
        for (Optional<ProfileGroup> group :
                List.of(Optional.<ProfileGroup>empty(), Optional.of(EnforcementStage.selfService("US/>")))) {
            Desired desired = new Desired(ALICE, rights(">", "US/>"), group, Optional.empty(), List.of(SEAT), 1);

            assertThat(desired.mayHold(SEAT, NoticeTopics.of("seat-2"))).isFalse();
            assertThat(desired.mayHold(SEAT, TopicFilter.parse(">"))).isFalse();
            assertThat(desired.mayHold(SEAT, TopicFilter.parse("u*/>"))).isFalse();
            assertThat(desired.mayHold(SEAT, TopicFilter.parse("US/NYSE"))).isTrue();
        }
    }

    @Test
    void aRightToEverythingIsGivenAsFarAsASeatSaysWhatItWants() {
        Desired desired = desired(rights(">"), SEAT);
        assertThat(desired.givenTo(SEAT)).isEmpty();
        assertThat(desired.allotment(SEAT).refused().values())
                .singleElement()
                .asString()
                .contains("notices of other seats", "literal level");

        Seat literal = wanting("US/>", "*/NYSE");
        assertThat(desired.givenTo(literal)).containsExactly(TopicFilter.parse("US/>"));
        assertThat(desired.allotment(literal).refused()).containsOnlyKeys(TopicFilter.parse("*/NYSE"));
        assertThat(desired.mayHold(literal, TopicFilter.parse("US/NYSE"))).isTrue();
    }
}
