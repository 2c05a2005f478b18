package dev.usher.entitlements.core;

import static dev.usher.entitlements.core.EnforcementStage.SEAT;
import static dev.usher.entitlements.core.EnforcementStage.TAB;
import static dev.usher.entitlements.core.EnforcementStage.rights;
import static dev.usher.entitlements.core.EnforcementStage.selfService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.port.Subscriptions.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Durable MQTT sessions: a seat that is away is revoked, too. */
class EnforcedSessionsTest {
    private final EnforcementStage stage = new EnforcementStage();
    private final FakeBroker broker = stage.broker;

    EnforcedSessionsTest() {
        stage.stand("usher_managed", "default");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aSessionOfASeatThatIsAwayKeepsWhatIsGrantedAndLosesTheRest() {
        broker.keep("alice", "tab", 0, 0, "US/NASDAQ/*/\u0003", "US/NYSE/*/\u0003", "usher/notice/seat-1");
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.keptBy("alice")).containsExactly("US/NASDAQ/>", "usher/notice/seat-1");
        assertThat(outcome.settled()).isTrue();
        assertThat(broker.journal).containsSubsequence("remove US/NYSE/> from session tab", "list alice");
    }

    @Test
    void aSessionThatMayHideWhatWasInjectedIsDeletedWhileItsClientIsAway() {
        broker.shownWhileAway = false;
        broker.keep("alice", "tab", 0, 0, "US/NASDAQ/*/\u0003");
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.kept.get("alice")).isEmpty();
    }

    @Test
    void aSelfServiceSessionMayHideWhatAClosedSeatWasGiven() {
        broker.shownWhileAway = false;
        stage.stand(ProfileSpec.nameOf("desk"), "default");
        broker.keep("alice", "tab", 0, 0, "US/NASDAQ/*/\u0003");
        stage.desire(rights("US/NASDAQ/>"), Optional.of(selfService("US/NASDAQ/>")));

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.kept.get("alice")).isEmpty();
    }

    @Test
    void aSessionWhoseClientIsThereHidesNothing() {
        broker.shownWhileAway = false;
        broker.connect(TAB, "alice");
        broker.keep("alice", "tab", 0, 0, "US/NASDAQ/*/\u0003");
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.keptBy("alice")).containsExactly("US/NASDAQ/>");
    }

    @Test
    void aSessionWhoseClientLeftBeforeItWasReadMayHideWhatWasInjected() {
        broker.shownWhileAway = false;
        Connection tab = broker.connect(TAB, "alice");
        broker.keep("alice", "tab", 0, 0);
        broker.afterList = () -> broker.tables.remove(tab);
        stage.desire(rights(), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.kept.get("alice")).isEmpty();
    }

    @Test
    void aSessionWithoutAnOpenSeatKeepsNothing() {
        broker.keep("alice", "phone", 0, 0, "US/NASDAQ/*/\u0003", "usher/notice/seat-1");
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.keptBy("alice")).isEmpty();
    }

    @Test
    void aSessionWithStoredSubscriptionsIsDeletedNotEdited() {
        broker.keep("alice", "tab", 1, 0, "US/NASDAQ/*/\u0003");
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.kept.get("alice")).isEmpty();
        assertThat(broker.journal).noneMatch(j -> j.startsWith("remove"));
        assertThat(outcome.settled()).isTrue();
        assertThat(outcome.disconnected()).as("nobody was connected").isFalse();
    }

    @Test
    void aSessionWithMessagesInItIsDeletedAndItsClientDisconnected() {
        broker.connect(TAB, "alice");
        broker.keep("alice", "tab", 0, 3);
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(broker.kept.get("alice")).isEmpty();
        assertThat(broker.tables).isEmpty();
        assertThat(outcome.disconnected()).isTrue();
    }

    @Test
    void aSelfServiceSessionStoresWhatTheRightsCover() {
        stage.stand(ProfileSpec.nameOf("desk"), "default");
        broker.keep("alice", "tab", 1, 5, "US/NASDAQ/*/\u0003");
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.keptBy("alice")).containsExactly("US/NASDAQ/>");
    }

    @Test
    void aSelfServiceSessionThatStoresMoreIsDeleted() {
        stage.stand(ProfileSpec.nameOf("desk"), "default");
        broker.keep("alice", "tab", 1, 5, "US/NASDAQ/*/\u0003", "EU/LSE");
        stage.desire(rights("US/>"), Optional.of(selfService("US/>")), SEAT);

        assertThat(stage.enforce().settled()).isTrue();
        assertThat(broker.kept.get("alice")).isEmpty();
    }

    @Test
    void aSessionThatCannotBeEditedIsDeleted() {
        broker.keep("alice", "tab", 0, 0, "US/NYSE/*/\u0003");
        broker.script = request ->
                request.startsWith("remove") ? Optional.of(new Outcome.Unknown("timed out")) : Optional.empty();
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        assertThat(stage.enforce().proof()).isPresent();
        assertThat(broker.kept.get("alice")).isEmpty();
        assertThat(broker.journal).filteredOn(j -> j.startsWith("remove")).hasSize(1);
    }

    @Test
    void aSessionThatKeepsWhatWasAnsweredRemovedIsDeletedInTheEnd() {
        broker.keep("alice", "tab", 0, 0, "US/NYSE/*/\u0003");
        broker.script = request -> request.startsWith("remove") ? Optional.of(new Outcome.Done()) : Optional.empty();
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        assertThat(stage.enforce().proof()).isPresent();
        assertThat(broker.kept.get("alice")).isEmpty();
    }

    @Test
    void aSessionThatCannotBeDeletedIsNotProven() {
        broker.keep("alice", "phone", 1, 0, "US/NYSE/*/\u0003");
        broker.script =
                request -> request.startsWith("delete") ? Optional.of(new Outcome.Refused("busy")) : Optional.empty();
        stage.desire(rights("US/NASDAQ/>"), SEAT);

        Enforcement outcome = stage.enforce();

        assertThat(outcome.proof()).isEmpty();
        assertThat(outcome.retry()).isTrue();
        assertThat(outcome.left()).anyMatch(left -> left.contains("phone") && left.contains("delete-session"));
    }

    @Test
    void aSessionUnderAUsernameThatDoesNotExistIsNotProvenGone() {
        broker.usernames.clear();
        broker.keep("alice", "phone", 0, 0, "US/NYSE/*/\u0003");
        stage.desire(Rights.NONE);

        assertThat(stage.enforce().proof()).isEmpty();
    }
}
