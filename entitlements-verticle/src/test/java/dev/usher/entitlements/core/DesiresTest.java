package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.EnforcementStage.ALICE;
import static dev.usher.entitlements.core.EnforcementStage.SEAT;
import static dev.usher.entitlements.core.EnforcementStage.rights;
import static dev.usher.entitlements.core.EnforcementStage.selfService;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is desired while the store is away: what was known, narrowed and never widened. */
class DesiresTest {
    private static final Instant END = Instant.EPOCH.plusSeconds(60);
    private static final Seat ENDING =
            new Seat("seat-2", ALICE, new ClientRef.Mqtt("phone"), Instant.EPOCH, Optional.empty(), Optional.of(END));

    private final FakeStore store = new FakeStore();
    private final EnforcementStage.SettableClock clock = new EnforcementStage.SettableClock();
    private final Desires desires = new Desires(store.port(), clock);

    private Desired read() {
        return desires.of(ALICE).result().desired();
    }

    private void desire(Rights rights, Seat... seats) {
        store.desired.put(
                ALICE,
                new Desired(ALICE, rights, Optional.of(selfService("US/>")), Optional.empty(), List.of(seats), 1));
    }

    @Test
    void aRemovedUserHoldsNothingHasNoSeatsAndIsBehindTheManagedProfile() {
        desire(rights("US/>"), SEAT);
        assertThat(read().profile().name()).isEqualTo("usher_g_desk");

        desires.remove("alice");

        assertThat(read().rights()).isEqualTo(Rights.NONE);
        assertThat(read().seats()).isEmpty();
        assertThat(read().profile()).isEqualTo(ProfileSpec.MANAGED);
        store.away = true;
        desires.removalRecorded("alice");
        assertThat(read().seats()).as("recorded, and the store is away again").isEmpty();
    }

    @Test
    void aRemovalThatIsOverruledLeavesWhatTheStoreSays() {
        desire(rights("US/>"), SEAT);
        desires.remove("alice");
        desires.removalRecorded("alice");

        assertThat(read().seats()).containsExactly(SEAT);
    }

    @Test
    void aRemovedUserWhoWasNeverReadHoldsNothing() {
        store.away = true;
        assertThat(desires.of(ALICE).failed()).isTrue();

        desires.remove("alice");

        assertThat(read().rights()).isEqualTo(Rights.NONE);
    }

    @Test
    void aSuspendedUserKeepsTheirGroupAndIsBehindTheManagedProfile() {
        desire(rights("US/>"), SEAT);
        desires.suspend("alice");

        assertThat(read().profileGroup()).isPresent();
        assertThat(read().profile()).isEqualTo(ProfileSpec.MANAGED);
    }

    @Test
    void aSeatExpiresByOurClockOnlyWhileTheStoreIsAway() {
        desire(rights("US/>"), SEAT, ENDING);
        clock.now = END;
        assertThat(read().seats()).as("the store's clock counts").containsExactly(SEAT, ENDING);

        store.away = true;
        assertThat(read().seats()).containsExactly(SEAT);

        clock.now = END.minusSeconds(1);
        assertThat(read().seats()).containsExactly(SEAT, ENDING);
    }

    @Test
    void aSeatThatTheStoreHasClosedDoesNotComeBackByOurClock() {
        desire(rights("US/>"), SEAT, ENDING);
        read();
        desire(rights("US/>"), SEAT);
        read();
        store.away = true;

        assertThat(read().seats()).containsExactly(SEAT);
    }

    @Test
    void theProfilesInUseAreKnownWithSomebodyBehindEach() {
        desire(rights("US/>"), SEAT);
        read();

        assertThat(desires.profilesInUse("local")).containsExactly(java.util.Map.entry("usher_g_desk", ALICE));
        assertThat(desires.profilesInUse("other")).isEmpty();
        desires.expect("local", List.of());
        assertThat(desires.profilesInUse("local")).isEmpty();
    }
}
