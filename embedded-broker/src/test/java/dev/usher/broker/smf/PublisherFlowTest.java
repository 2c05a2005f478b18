package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.PublishOutcome;
import dev.usher.broker.smf.PublisherFlow.Verdict;
import org.junit.jupiter.api.Test;

class PublisherFlowTest {

    private final PublisherFlow flow = new PublisherFlow("f", "alice", 1, 255, 0);

    private Verdict offer(long id, PublishOutcome outcome) {
        return flow.offer(id, id - 1, () -> outcome);
    }

    private void accepted(long id) {
        assertThat(offer(id, PublishOutcome.OK)).isInstanceOf(Verdict.Accepted.class);
    }

    private void refused(long id) {
        assertThat(offer(id, PublishOutcome.ACL_DENIED))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, r -> assertThat(r.id()).isEqualTo(id));
    }

    /** Accepts 1, 3 and 5, refuses 2 and 4. */
    private void everySecondIsRefused() {
        accepted(1);
        refused(2);
        accepted(3);
        refused(4);
        accepted(5);
    }

    @Test
    void whileTheConnectionStandsRefusalsAreToldInOrderAndAcknowledgedPast() {
        everySecondIsRefused();
        assertThat(flow.acknowledgeable()).isEqualTo(5);
    }

    @Test
    void whoComesBackIsToldOfNothingBehindARefusalUntilItIsRepeated() {
        everySecondIsRefused();
        flow.resumed(0);
        assertThat(flow.acknowledgeable()).isEqualTo(1);
        refused(2);
        assertThat(flow.acknowledgeable()).as("4 is not told again yet").isEqualTo(3);
        accepted(3);
        assertThat(flow.acknowledgeable()).isEqualTo(3);
        refused(4);
        assertThat(flow.acknowledgeable()).isEqualTo(5);
    }

    @Test
    void whatTheClientHeardOfIsNotHeldBack() {
        everySecondIsRefused();
        flow.resumed(3);
        assertThat(flow.acknowledgeable()).isEqualTo(3);
        flow.resumed(4);
        assertThat(flow.acknowledgeable()).isEqualTo(5);
    }

    @Test
    void whoGoesOnBehindARefusalKnowsOfIt() {
        everySecondIsRefused();
        flow.resumed(0);
        accepted(6);
        assertThat(flow.acknowledgeable()).isEqualTo(6);
    }

    @Test
    void aSecondLossTellsAllOfThemAgain() {
        everySecondIsRefused();
        flow.resumed(0);
        refused(2);
        refused(4);
        flow.resumed(1);
        assertThat(flow.acknowledgeable()).isEqualTo(1);
        refused(2);
    }

    @Test
    void aRefusalThatWasLostWithWhatIsBehindItIsDecidedAnew() {
        everySecondIsRefused();
        flow.loseLast(2);
        flow.resumed(0);
        refused(2);
        assertThat(flow.acknowledgeable()).isEqualTo(3);
        accepted(4);
        assertThat(flow.acknowledgeable()).isEqualTo(4);
    }

    @Test
    void ofManyRefusalsThoseOfAWindowAreKept() {
        for (long id = 1; id <= 1_000; id++) {
            refused(id);
        }
        flow.resumed(0);
        assertThat(flow.acknowledgeable()).isBetween(700L, 1_000L - flow.window());
    }
}
