package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.EnforcementStage.ALICE;
import static dev.usher.entitlements.core.EnforcementStage.SEAT;
import static dev.usher.entitlements.core.EnforcementStage.TAB;
import static dev.usher.entitlements.core.EnforcementStage.managed;
import static dev.usher.entitlements.core.EnforcementStage.rights;
import static dev.usher.entitlements.core.EnforcementStage.selfService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.AclProfiles.Standing;
import dev.usher.topics.TopicFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which ACL profile and tier a username gets, when it is moved, and when it is left alone. */
class EnforcedFenceTest {
    private static final String GROUP_PROFILE = ProfileSpec.nameOf("desk");

    private final EnforcementStage stage = new EnforcementStage();
    private final FakeBroker broker = stage.broker;

    @AfterEach
    void close() {
        stage.close();
    }

    private Standing standing() {
        return broker.usernames.get("alice");
    }

    @Test
    void aUsernameIsPutBehindTheProfileOfItsGroupWithItsTier() {
        broker.clientProfiles = Set.of("default", "gold");
        stage.stand("usher_managed", "default");
        broker.connect(TAB, "alice");
        stage.desire(rights("US/>"), Optional.of(managed("gold")), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(standing()).isEqualTo(new Standing("alice", GROUP_PROFILE, "gold", true, false));
        assertThat(broker.profiles.get(GROUP_PROFILE).exceptions()).isEmpty();
        assertThat(outcome.disconnected()).isTrue();
        assertThat(stage.store.adopted.get(ALICE).formerClientProfile()).contains("default");
        assertThat(outcome.settled()).isTrue();
    }

    @Test
    void theProfileIsExactBeforeAnybodyIsPutBehindIt() {
        broker.connect(TAB, "alice");
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);

        stage.enforce();

        assertThat(broker.journal).containsSubsequence("check " + GROUP_PROFILE, "fence alice", "list alice");
        assertThat(broker.profiles.get(GROUP_PROFILE).exceptions()).containsExactly(TopicFilter.parse("US/>"));
    }

    @Test
    void aRefusedTierDoesNotKeepAUsernameFromBeingFenced() {
        stage.stand("usher_g_old", "default");
        Connection tab = broker.connect(TAB, "alice", "US/>");
        stage.desire(Rights.NONE, Optional.of(managed("platinum")), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(standing()).isEqualTo(new Standing("alice", GROUP_PROFILE, "default", true, false));
        assertThat(broker.tables).doesNotContainKey(tab);
        assertThat(outcome.proof()).isPresent();
        assertThat(outcome.retry()).isFalse();
        assertThat(outcome.left()).singleElement().asString().contains("platinum", "create the client profile");
    }

    @Test
    void aTierThatStaysRefusedDisconnectsAndWarnsNobodyAgain() {
        stage.stand(GROUP_PROFILE, "default");
        stage.desire(rights("US/>"), Optional.of(managed("platinum")), SEAT);
        stage.enforce();
        Connection tab = broker.connect(TAB, "alice");
        broker.notices.clear();

        Enforcement outcome = stage.enforce();

        assertThat(outcome.disconnected()).isFalse();
        assertThat(broker.notices).isEmpty();
        assertThat(broker.held(tab)).containsExactly("US/>");
    }

    @Test
    void aSelfServiceUserWhoseRightsNoLongerCoverTheProfileIsMovedToTheManagedOne() {
        stage.stand(GROUP_PROFILE, "default");
        broker.connect(TAB, "alice", "US/NASDAQ/>");
        stage.desire(Rights.NONE, Optional.of(selfService("US/>")), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(standing().aclProfile()).isEqualTo("usher_managed");
        assertThat(outcome.disconnected()).isTrue();
        assertThat(outcome.proof()).isPresent();
    }

    @Test
    void nobodyWaitsBehindASelfServiceProfileThatAllowsNothingYet() {
        stage.stand(GROUP_PROFILE, "default");
        stage.desire(Rights.NONE, Optional.of(selfService()), SEAT);

        stage.enforce();

        assertThat(standing().aclProfile()).isEqualTo("usher_managed");
    }

    @Test
    void aSelfServiceClientKeepsWhatItMadeInsideItsRightsAndLosesTheRest() {
        stage.stand(GROUP_PROFILE, "default");
        Connection tab = broker.connect(TAB, "alice", "US/NASDAQ/>", "EU/>", "usher/notice/seat-2");
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(tab)).containsExactly("US/NASDAQ/>");
        assertThat(broker.noticeTopicsOf(tab)).containsExactly("usher/notice/seat-1");
        assertThat(outcome.settled()).isTrue();
    }

    @Test
    void anOlderReadingOfTheStoreNeverWritesBackWhatWasTakenFromAProfile() {
        stage.stand(GROUP_PROFILE, "default");
        broker.connect(TAB, "alice");
        stage.desire(rights("US/>", "EU/>"), Optional.of(selfService("US/>", "EU/>")), SEAT);
        stage.enforce();
        Desires.Known before = stage.desires.of(ALICE).result();
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);
        stage.enforce();

        new FenceKeeper(broker.gateway(), stage.store.port()).profiles().check(before);

        assertThat(broker.profiles.get(GROUP_PROFILE).exceptions()).containsExactly(TopicFilter.parse("US/>"));
    }

    @Test
    void whileTheStoreIsAwayAProfileIsOnlyNarrowed() {
        stage.stand("usher_managed", "default");
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);
        stage.desires.of(ALICE);
        stage.store.away = true;

        Enforcement outcome = stage.enforce();

        assertThat(broker.profiles.get(GROUP_PROFILE).exceptions()).isEmpty();
        assertThat(standing().aclProfile()).isEqualTo("usher_managed");
        assertThat(outcome.proof()).isEmpty();
    }

    @Test
    void whileTheStoreIsAwayASuspendedSelfServiceUserIsFencedIn() {
        stage.stand(GROUP_PROFILE, "default");
        broker.connect(TAB, "alice", "US/>");
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);
        stage.enforce();
        stage.store.away = true;
        stage.desires.suspend("alice");

        stage.enforce();

        assertThat(standing().aclProfile()).isEqualTo("usher_managed");
        assertThat(broker.tables).isEmpty();
    }

    @Test
    void anAdoptedUsernameIsMovedWithoutLeaveToAdopt() {
        stage.stand("default", "default");
        broker.connect(TAB, "alice", "US/>");
        stage.store.adopt(ALICE, new Intent.Adopt.Former("alice", "default", "default"), Optional.empty());
        stage.desire(Rights.NONE, SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(standing().aclProfile()).isEqualTo("usher_managed");
        assertThat(outcome.proof()).isPresent();
    }

    @Test
    void aReleasedUsernameIsLeftAloneEvenWhereAdoptionIsAllowed() {
        stage.stand("usher_managed", "default");
        Connection tab = broker.connect(TAB, "alice", "US/>");
        broker.adopt = true;
        stage.store.adopt(ALICE, new Intent.Adopt.Former("alice", "default", "default"), Optional.of(Instant.EPOCH));
        stage.desire(Rights.NONE, SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.held(tab)).containsExactly("US/>");
        assertThat(outcome.proof()).isEmpty();
        assertThat(outcome.retry()).isFalse();
        assertThat(outcome.left()).singleElement().asString().contains("released", "adopt it again");
    }

    @Test
    void sharedUsernamesAreNeverTaken() {
        broker.adopt = true;
        for (String shared : List.of("default", "#rdp/x", "usher-manager")) {
            assertRefused(shared, new Standing(shared, "default", "default", true, false));
        }
        assertRefused("feeds", new Standing("feeds", "default", "default", true, true));
    }

    private void assertRefused(String username, Standing standing) {
        UserOnBroker target = new UserOnBroker("alice", "local", username);
        broker.usernames.put(username, standing);
        Connection client = broker.connect("client-of-" + username, username, "US/>");
        stage.store.desired.put(target, new Desired(target, Rights.NONE, List.of(), 1));

        Enforcement outcome = stage.begin(target, Ask.REVOKE).result();

        assertThat(outcome.proof()).as(username).isEmpty();
        assertThat(outcome.retry()).as(username).isFalse();
        assertThat(broker.held(client)).as(username).containsExactly("US/>");
        assertThat(broker.usernames).as(username).containsEntry(username, standing);
    }
}
