package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.TestEvents;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Restart;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.SlowFault;
import dev.usher.broker.junit.TestBroker;
import dev.usher.runtime.solace.SolaceReconnect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of guaranteed events when the broker or the connection to it fails, the broker's own journal being the witness. */
@Timeout(60)
final class GuaranteedPublisherIT extends PublisherSetup {

    private static final int MANY = 3000;

    @TestBroker
    final EmbeddedBroker broker = EmbeddedBroker.builder().start();

    private final TestEvents events = new TestEvents(GUARANTEED);

    @Test
    void allAreAcceptedInOrderAndAnsweredInOrder() {
        startAndConnect(broker, BY_JCSMP);
        offer(events, MANY);

        await().until(() -> answers.size() == MANY);
        assertThat(answered("Accepted")).isEqualTo(topics(0, MANY));
        assertThat(accepted(broker)).isEqualTo(topics(0, MANY));
    }

    @Test
    void aConnectionCutInMidWindowIsTakenUpAgainWithoutLossOrDuplicate() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.cut().after(400).times(1));
        broker.faults().arm(GuaranteedFault.acceptAndCut().after(1000).times(1));
        offer(events, MANY);

        await().until(() -> answers.size() == MANY);
        assertThat(answered("Accepted")).isEqualTo(topics(0, MANY));
        assertThat(accepted(broker)).isEqualTo(topics(0, MANY));
    }

    @Test
    void lostMessagesAndAcknowledgementsAreMadeGood() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.loseAck().after(10).times(3));
        broker.faults().arm(GuaranteedFault.loseMessage().after(100).times(1));
        offer(events, 300);

        await().until(() -> accepted(broker).size() > 50);
        broker.faults().cutAll();

        await().until(() -> answers.size() == 300);
        assertThat(answered("Accepted")).isEqualTo(topics(0, 300));
        assertThat(accepted(broker)).isEqualTo(topics(0, 300));
    }

    @Test
    void noMoreThanTheWindowIsSentWithoutAcknowledgement() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.withholdAcks());
        offer(events, 1000);
        await().until(() -> broker.accepted() == 250);
        assertThat(answers).isEmpty();

        broker.faults().clear();
        await().until(() -> answers.size() == 1000);
        assertThat(accepted(broker)).isEqualTo(topics(0, 1000));
    }

    @Test
    void aBrokerThatRestartsKeepingItsStateLosesAndRepeatsNothing() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.withholdAcks());
        offer(events, MANY);
        await().until(() -> broker.accepted() == 250);

        broker.faults().clear();
        broker.restart(Restart.KEEPING_STATE);

        await().until(() -> answers.size() == MANY);
        assertThat(answered("Accepted")).isEqualTo(topics(0, MANY));
        assertThat(accepted(broker)).isEqualTo(topics(0, MANY));
    }

    @Test
    void aBrokerThatHasForgottenTheFlowGetsWhatWasNotAcknowledgedAgain() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.withholdAcks());
        broker.faults().arm(FlowFault.forget().times(1));
        offer(events, 600);
        await().until(() -> broker.accepted() == 250);

        broker.faults().cutAll();
        await().until(() -> broker.accepted() >= 500);
        broker.faults().clear();

        await().until(() -> answers.size() == 600);
        assertThat(answered("Accepted")).isEqualTo(topics(0, 600));
        List<String> accepted = accepted(broker);
        assertThat(accepted.subList(0, 250)).isEqualTo(topics(0, 250));
        assertThat(accepted.subList(250, 850)).isEqualTo(topics(0, 600));
    }

    @Test
    void aSessionThatGoesDownForGoodLeavesTheUnacknowledgedUnknownAndAnotherIsMade() {
        startAndConnect(broker, SolaceReconnect.none());
        offer(events, 20);
        await().until(() -> answers.size() == 20);
        broker.faults().arm(GuaranteedFault.withholdAcks());
        offer(events, 600);
        await().until(() -> broker.accepted() == 270);

        broker.faults().cutAll();
        await().until(() -> answers.size() >= 20 + 250);
        events.abandon();
        await().until(() -> answers.size() == 620);
        assertThat(answers).extracting(Answer::topic).isEqualTo(topics(0, 620));
        assertThat(answered("Unknown")).isEqualTo(topics(20, 620));

        broker.faults().clear();
        offer(new TestEvents(GUARANTEED), 5);
        await().until(() -> answers.size() == 625);
        assertThat(answered("Accepted")).hasSize(25);
        assertThat(link.problem()).isEmpty();
    }

    @Test
    void nacksInTheMiddleLeaveTheOthersAccepted() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults()
                .arm(GuaranteedFault.nack(503, "Spool Over Quota").everyNth(10).times(3));
        offer(events, 100);

        await().until(() -> answers.size() == 100);
        assertThat(answers).extracting(Answer::topic).isEqualTo(topics(0, 100));
        assertThat(answered("Postponed")).containsExactly("t/9", "t/19", "t/29");
        assertThat(accepted(broker)).doesNotContain("t/9", "t/19", "t/29").hasSize(97);
    }

    @Test
    void aBrokerThatHangsIsWaitedFor() {
        startAndConnect(broker, BY_JCSMP);
        // A session is up a little before its producer is there, which needs the broker's answer.
        offer(events, 1);
        await().until(() -> answers.size() == 1);
        broker.faults().freeze();
        offer(events, 500);
        await().until(() -> publisher.queued() <= 250);
        assertThat(answers).hasSize(1);

        broker.faults().thaw();
        await().until(() -> answers.size() == 501);
        assertThat(accepted(broker)).isEqualTo(topics(0, 501));
    }

    @Test
    void aSlowBrokerSetsThePace() {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(SlowFault.messagesPerSecond(2000));
        offer(events, 600);

        await().until(() -> answers.size() == 600);
        assertThat(accepted(broker)).isEqualTo(topics(0, 600));
    }

    @Test
    void closingEndsAWaitForTheBrokerAndAnswersEverything() throws Exception {
        startAndConnect(broker, BY_JCSMP);
        offer(events, 10);
        await().until(() -> answers.size() == 10);
        broker.stop();
        await().until(() -> link.problem().isPresent());
        offer(events, 400);

        publisher.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        await().until(() -> answers.size() == 410);
        assertThat(answered("Unknown")).isEqualTo(topics(10, 410));
        broker.startAgain();
    }

    @Test
    void severalSessionsShareThePartitionsAndKeepTheirOrder() {
        start(broker, BY_JCSMP, 3);
        await().until(() -> link.problem().isEmpty());
        List<TestEvents> partitions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            partitions.add(new TestEvents(GUARANTEED, new PartitionId("P", i)));
        }
        broker.faults().arm(GuaranteedFault.cut().after(700).times(2));
        for (int round = 0; round < 10; round++) {
            partitions.forEach(partition -> offer(partition, 50));
        }

        await().until(() -> answers.size() == 3000);
        assertThat(broker.clients().stream()
                        .filter(c -> c.username().equals("default"))
                        .count())
                .isGreaterThanOrEqualTo(3);
        for (int i = 0; i < 6; i++) {
            int partition = i;
            assertThat(broker.received("t/>").stream()
                            .filter(m -> m.userProperties().get("k_partition").equals(partition))
                            .map(m -> m.topic()))
                    .isEqualTo(topics(0, 500));
            assertThat(answers.stream()
                            .filter(a -> a.event().record().partition().partition() == partition)
                            .map(Answer::topic))
                    .isEqualTo(topics(0, 500));
        }
    }

    @Test
    void readinessNamesTheSessionThatIsDown() {
        start(broker, BY_JCSMP, 2);
        await().until(() -> link.problem().isEmpty());

        broker.stop();
        await().until(() -> link.problem().isPresent());
        assertThat(link.problem().orElseThrow()).matches("session [12] of 2 .*");
        broker.startAgain();
        await().until(() -> link.problem().isEmpty());
    }

    @Test
    void aSessionThatTakesThePlaceOfAnotherHasItsName() {
        start(broker, SolaceReconnect.none(), 2);
        await().until(() -> link.problem().isEmpty());
        List<String> names = names();
        assertThat(names).hasSize(2).allMatch(name -> name.matches("usher-bridge-[0-9a-f]{8}-[01]"));

        broker.faults().cutAll();
        await().until(() -> link.reconnects() == 2 && link.problem().isEmpty());
        assertThat(names()).isEqualTo(names);
    }

    private List<String> names() {
        return broker.clients().stream()
                .map(client -> client.name())
                .filter(name -> !name.startsWith("#"))
                .sorted()
                .toList();
    }

    @Test
    void whatIsDiscardedIsNotSentAgainWhenTheConnectionIsBack() throws Exception {
        startAndConnect(broker, BY_JCSMP);
        broker.faults().arm(GuaranteedFault.loseMessage());
        offer(events, 100);
        await().until(() -> publisher.queued() == 0);
        events.abandon();
        broker.faults().cutAll();

        publisher
                .discard(Set.of(answeredPartition()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        broker.faults().clear();

        await().until(() -> answers.size() == 100);
        assertThat(answered("Unknown")).hasSize(100);
        TestEvents others = new TestEvents(GUARANTEED, new PartitionId("P", 1));
        offer(others, 5);
        await().until(() -> answers.size() == 105);
        assertThat(accepted(broker)).isEqualTo(topics(0, 5));
    }

    private PartitionId answeredPartition() {
        return new TestEvents(GUARANTEED).next().record().partition();
    }

    @Test
    void eachAnswerIsGivenOnce() {
        startAndConnect(broker, BY_JCSMP);
        List<OutboundEvent> offered = offer(events, 500);
        broker.faults().cutAll();

        await().until(() -> answers.size() >= 500);
        assertThat(new HashSet<>(answers.stream().map(Answer::event).toList()))
                .hasSize(500)
                .containsAll(offered);
        assertThat(answers).hasSize(500);
    }
}
