package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SolacePublisherTest extends FakedPublisher {

    @Test
    void eventsWaitForTheSessionAndGoInOrder() throws Exception {
        FakeSession session = new FakeSession();
        offer(events, 4);
        assertThat(answers).isEmpty();

        publisher.up(0, session.session());

        await().until(() -> answers.size() == 4);
        assertThat(session.sent()).containsExactly("t/0", "t/1", "t/2", "t/3");
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Accepted", "t/2 Accepted", "t/3 Accepted");
    }

    @Test
    void withoutRoomAnOfferIsRefusedUntilThereIsAnAnswer() throws Exception {
        int taken = 0;
        while (publisher.offer(List.of(events.next()))) {
            taken++;
        }
        assertThat(taken).isEqualTo(4);
        assertThat(publisher.queued()).isEqualTo(4);

        publisher.up(0, new FakeSession().session());

        await().until(() -> answers.size() == 4);
        assertThat(publisher.offer(chunk(events, 100)))
                .as("any number, when there is nothing else")
                .isTrue();
    }

    @Test
    void whatWaitsGoesTogetherAcrossChunksFiftyAtATime() throws Exception {
        publisher.close();
        start(1000, 1);
        offer(events, 30);
        publisher.offer(chunk(events, 90));
        FakeSession session = new FakeSession();

        publisher.up(0, session.session());

        await().until(() -> answers.size() == 120);
        assertThat(session.calls()).containsExactly(50, 50, 20);
        assertThat(session.sent()).isEqualTo(topics(0, 120));
    }

    @Test
    void aCallHasOneDeliveryMode() throws Exception {
        publisher.close();
        start(1000, 1);
        publisher.offer(chunk(events, 3));
        publisher.offer(chunk(guaranteed, 2));
        publisher.offer(chunk(events, 2));
        FakeSession session = new FakeSession();

        publisher.up(0, session.session());

        await().until(() -> session.sent().size() == 7);
        assertThat(session.calls()).containsExactly(3, 2, 2);
    }

    @Test
    void anEventOfWhichNoMessageCanBeMadeIsRejectedAndTheOthersFlow() throws Exception {
        FakeSession session = new FakeSession();
        List<OutboundEvent> chunk = chunk(events, 1);
        chunk.add(TestEvents.of(Records.quote(Records.PRICES_0, 7, "S"), TOO_LONG_LIVED, UserProperties.NONE));
        chunk.addAll(chunk(events, 1));
        publisher.offer(chunk);
        publisher.up(0, session.session());

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t Rejected", "t/1 Accepted");
        assertThat(session.sent()).isEqualTo(topics(0, 2));
    }

    @Test
    void aShareSmallerThanAChunkDoesNotMeanToStopAndWait() {
        assertThat(publisher.offer(chunk(events, 3))).isTrue();
        assertThat(publisher.offer(chunk(events, 3))).isTrue();
        assertThat(publisher.offer(chunk(events, 1))).isFalse();
    }

    @Test
    void whatTheBrokerSaysIsTooLargeIsNotSent() throws Exception {
        FakeSession session = new FakeSession().largest(20);
        publisher.offer(chunk(events, 2));
        publisher.up(0, session.session());

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Rejected", "t/1 Rejected");
        assertThat(outcomes).first().asString().contains("MESSAGE_TOO_LARGE", "this broker takes 20");
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void aGuaranteedEventIsAnsweredWhenTheBrokerDoesAndADirectOneBehindItWaits() throws Exception {
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        List<OutboundEvent> chunk = chunk(guaranteed, 1);
        publisher.offer(chunk);
        publisher.offer(chunk(events, 1));
        await().until(() -> session.sent().size() == 2);
        assertThat(answers).isEmpty();

        session.answers().handleErrorEx(chunk.get(0), nack(), 0);

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Postponed", "t/0 Accepted");
    }

    @Test
    void noMoreThanTheWindowIsUnacknowledged() throws Exception {
        publisher.close();
        start(10_000, 1);
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        List<OutboundEvent> chunk = chunk(guaranteed, 600);
        publisher.offer(chunk);
        await().until(() -> session.sent().size() == 250);

        chunk.subList(0, 44).forEach(session.answers()::responseReceivedEx);
        await().until(() -> answers.size() == 44);
        assertThat(session.sent()).hasSize(250);
        chunk.subList(44, 250).forEach(session.answers()::responseReceivedEx);

        await().until(() -> session.sent().size() == 500);
        chunk.subList(250, 500).forEach(session.answers()::responseReceivedEx);
        await().until(() -> session.sent().size() == 600);
        assertThat(session.sent()).isEqualTo(topics(0, 600));
    }

    @Test
    void aPartitionKeepsItsSession() throws Exception {
        publisher.close();
        start(1000, 2);
        FakeSession one = new FakeSession();
        FakeSession two = new FakeSession();
        publisher.up(0, one.session());
        publisher.up(1, two.session());
        TestEvents even = new TestEvents(GUARANTEED, new PartitionId("A", 0));
        TestEvents odd = new TestEvents(GUARANTEED, new PartitionId("A", 1));
        for (int i = 0; i < 10; i++) {
            assertThat(publisher.offer(chunk(even, 2))).isTrue();
            assertThat(publisher.offer(chunk(odd, 2))).isTrue();
        }

        await().until(() -> one.sent().size() + two.sent().size() == 40);
        assertThat(one.sent()).isEqualTo(topics(0, 20));
        assertThat(two.sent()).isEqualTo(topics(0, 20));
    }

    @Test
    void closingAnswersEverythingOnce() throws Exception {
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        List<OutboundEvent> sent = chunk(guaranteed, 2);
        publisher.offer(sent);
        await().until(() -> session.sent().size() == 2);
        publisher.down(0);
        offer(events, 2);
        publisher.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        await().until(() -> answers.size() == 4);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown", "t/0 Unknown", "t/1 Unknown");
        assertThat(publisher.offer(List.of(events.next()))).isFalse();
        assertThat(publisher.queued()).isZero();
    }
}
