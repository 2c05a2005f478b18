package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.InvalidOperationException;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SolacePublisherTest implements PublisherObserver, EventPublisher.Answers {

    private static final Delivery GUARANTEED =
            Delivery.guaranteed(Delivery.Ordering.PIPELINED, RecordProperties.DEFAULT);

    /** Nothing of this is possible with a configuration: it stands for what nobody thought of. */
    private static final Delivery TOO_LONG_LIVED = new Delivery(
            Delivery.Mode.DIRECT,
            Delivery.Ordering.PIPELINED,
            true,
            Duration.ofSeconds(Long.MAX_VALUE),
            1,
            RecordProperties.DEFAULT);

    private final Vertx vertx = Vertx.vertx();
    private final TestEvents events = new TestEvents();
    private final TestEvents guaranteed = new TestEvents(GUARANTEED);
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<PublishOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final AtomicInteger again = new AtomicInteger();
    private SolacePublisher publisher;

    @BeforeEach
    void publisher() {
        start(4, 1);
    }

    private void start(int capacity, int sessions) {
        publisher = new SolacePublisher(vertx.getOrCreateContext(), capacity, sessions, this);
        publisher.start(this);
    }

    @AfterEach
    void close() throws Exception {
        publisher.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

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
    void eventsOfTheCallDuringWhichTheSessionGoesAreSentFirstOnTheNextOne() throws Exception {
        FakeSession broken = new FakeSession();
        broken.wire(topic -> {
            if (topic.equals("t/1")) {
                broken.close();
                throw new InvalidOperationException("closed");
            }
        });
        publisher.offer(chunk(events, 3));
        publisher.up(0, broken.session());
        await().until(() -> again.get() == 3);
        publisher.down(0);
        FakeSession next = new FakeSession();
        publisher.up(0, next.session());

        await().until(() -> answers.size() == 3);
        assertThat(broken.sent()).containsExactly("t/0");
        assertThat(next.sent()).containsExactly("t/0", "t/1", "t/2");
        assertThat(answers).allMatch(answer -> answer.endsWith("Accepted"));
    }

    @Test
    void anArgumentThatJcsmpDoesNotTakeIsFoundAndRejectedAndTheOthersFlow() throws Exception {
        FakeSession session = new FakeSession().wire(topic -> {
            if (topic.equals("t/1")) {
                throw new IllegalArgumentException("of no use");
            }
        });
        publisher.offer(chunk(events, 3));
        publisher.up(0, session.session());

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Rejected", "t/2 Accepted");
        assertThat(session.sent()).containsExactly("t/0", "t/0", "t/2");
    }

    @Test
    void aSessionThatFailsAndSaysItIsAliveIsReplacedAndNoRecordIsBlamed() throws Exception {
        FakeSession broken = new FakeSession().wire(topic -> {
            throw new JCSMPException("no fault of the event's");
        });
        FakeSession next = new FakeSession();
        giveWhenGivenUp(next);
        publisher.offer(chunk(events, 3));
        publisher.up(0, broken.session());

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Accepted", "t/2 Accepted");
        assertThat(next.sent()).isEqualTo(topics(0, 3));
    }

    @Test
    void anEventOnWhichTwoSessionsFailIsPostponedAndNotRefused() throws Exception {
        FakeSession.Wire failing = topic -> {
            if (topic.equals("t/0")) {
                throw new IllegalStateException("no fault of the event's");
            }
        };
        FakeSession next = new FakeSession().wire(failing);
        giveWhenGivenUp(next);
        publisher.offer(chunk(events, 2));
        publisher.up(0, new FakeSession().wire(failing).session());

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Postponed", "t/1 Accepted");
        assertThat(outcomes.get(0).toString()).doesNotContain("no fault");
    }

    @Test
    void aDefectOfTheSenderIsTakenForALostSessionAndShows() throws Exception {
        FakeSession broken = new FakeSession().wire(topic -> {
            if (topic.equals("t/2")) {
                throw new StackOverflowError();
            }
        });
        FakeSession next = new FakeSession();
        CountDownLatch given = new CountDownLatch(1);
        publisher.use((index, session, why) -> {
            given.countDown();
            return Future.succeededFuture();
        });
        List<OutboundEvent> chunk = chunk(guaranteed, 3);
        publisher.up(0, broken.session());
        publisher.offer(chunk.subList(0, 1));
        await().until(() -> broken.sent().size() == 1);
        publisher.offer(chunk.subList(1, 3));
        given.await();
        assertThat(publisher.problem())
                .hasValueSatisfying(text -> assertThat(text).contains("StackOverflowError"));
        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown", "t/2 Unknown");

        publisher.up(0, next.session());
        publisher.offer(chunk(events, 1));
        await().until(() -> answers.size() == 4);
        assertThat(answers).last().isEqualTo("t/0 Accepted");
        assertThat(publisher.problem()).isEmpty();
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
    void abandonedEventsBehindOthersAreAnsweredWhileTheSessionIsAway() throws Exception {
        TestEvents other = new TestEvents(GUARANTEED, new PartitionId("P", 1));
        publisher.offer(chunk(events, 1));
        publisher.offer(chunk(other, 2));
        publisher.offer(chunk(events, 1));

        other.abandon();

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown");
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        await().until(() -> answers.size() == 4);
        assertThat(session.sent()).isEqualTo(topics(0, 2));
    }

    @Test
    void aShareSmallerThanAChunkDoesNotMeanToStopAndWait() {
        assertThat(publisher.offer(chunk(events, 3))).isTrue();
        assertThat(publisher.offer(chunk(events, 3))).isTrue();
        assertThat(publisher.offer(chunk(events, 1))).isFalse();
    }

    private void giveWhenGivenUp(FakeSession next) {
        publisher.use((index, session, why) -> {
            publisher.down(index);
            try {
                publisher.up(index, next.session());
            } catch (JCSMPException e) {
                throw new IllegalStateException(e);
            }
            return Future.succeededFuture();
        });
    }

    @Test
    void guaranteedEventsThatJcsmpRefusesAreRejectedInOrder() throws Exception {
        FakeSession session = new FakeSession().wire(topic -> {
            if (topic.equals("t/1")) {
                throw new IllegalArgumentException("of no use");
            }
        });
        List<OutboundEvent> chunk = chunk(guaranteed, 3);
        publisher.offer(chunk);
        publisher.up(0, session.session());
        await().until(() -> session.sent().contains("t/2"));
        assertThat(answers).isEmpty();

        session.answers().responseReceivedEx(chunk.get(0));
        session.answers().responseReceivedEx(chunk.get(0));
        session.answers().responseReceivedEx(chunk.get(2));

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Rejected", "t/2 Accepted");
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
    void aSessionThatWentDownLeavesWhatIsUnacknowledgedUnknownAndItsLateAnswersMoveNothing() throws Exception {
        FakeSession first = new FakeSession();
        publisher.up(0, first.session());
        List<OutboundEvent> chunk = chunk(guaranteed, 3);
        publisher.offer(chunk);
        await().until(() -> first.sent().size() == 3);
        JCSMPStreamingPublishCorrelatingEventHandler late = first.answers();
        late.responseReceivedEx(chunk.get(0));

        publisher.down(0);
        first.close();

        await().until(() -> answers.size() == 3);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Unknown", "t/2 Unknown");
        FakeSession next = new FakeSession();
        publisher.up(0, next.session());
        List<OutboundEvent> other = chunk(guaranteed, 1);
        publisher.offer(other);
        await().until(() -> next.sent().size() == 1);
        late.responseReceivedEx(other.get(0));
        late.handleErrorEx(other.get(0), nack(), 0);
        next.answers().responseReceivedEx(other.get(0));
        await().until(() -> answers.size() == 4);
        assertThat(answers).last().isEqualTo("t/3 Accepted");
    }

    @Test
    void aSessionThatJcsmpBringsBackKeepsWhatIsUnacknowledged() throws Exception {
        FakeSession session = new FakeSession();
        JCSMPSession same = session.session();
        publisher.up(0, same);
        List<OutboundEvent> chunk = chunk(guaranteed, 2);
        publisher.offer(chunk.subList(0, 1));
        await().until(() -> session.sent().size() == 1);

        publisher.down(0);
        publisher.offer(chunk.subList(1, 2));
        publisher.up(0, same);

        await().until(() -> session.sent().size() == 2);
        chunk.forEach(session.answers()::responseReceivedEx);
        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Accepted");
    }

    @Test
    void abandonedEventsAreNotSent() throws Exception {
        publisher.offer(chunk(events, 3));
        events.abandon();

        await().until(() -> answers.size() == 3);
        assertThat(answers).allMatch(answer -> answer.endsWith("Unknown"));
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void eventsAbandonedWhileTheWindowIsFullAreNotSentWhenThereIsRoom() throws Exception {
        publisher.close();
        start(10_000, 1);
        FakeSession session = new FakeSession();
        publisher.up(0, session.session());
        List<OutboundEvent> chunk = chunk(guaranteed, 300);
        publisher.offer(chunk);
        await().until(() -> session.sent().size() == 250);

        guaranteed.abandon();
        chunk.subList(0, 250).forEach(session.answers()::responseReceivedEx);

        await().until(() -> answers.size() == 300);
        assertThat(session.sent()).hasSize(250);
        assertThat(answers).last().isEqualTo("t/299 Unknown");
    }

    @Test
    void aSessionThatHoldsWhatIsDiscardedIsGivenUpAndNoOther() throws Exception {
        publisher.close();
        start(1000, 2);
        List<String> givenUp = new CopyOnWriteArrayList<>();
        FakeSession one = new FakeSession();
        FakeSession two = new FakeSession();
        JCSMPSession first = one.session();
        JCSMPSession second = two.session();
        publisher.use((index, session, why) -> {
            assertThat(session == (index == 0 ? first : second)).isTrue();
            givenUp.add("session " + index);
            return Future.succeededFuture();
        });
        publisher.up(0, first);
        publisher.up(1, second);
        PartitionId a = new PartitionId("A", 0);
        PartitionId b = new PartitionId("A", 1);
        TestEvents ofA = new TestEvents(GUARANTEED, a);
        TestEvents ofB = new TestEvents(GUARANTEED, b);
        publisher.offer(chunk(ofA, 2));
        publisher.offer(chunk(ofB, 2));
        await().until(() -> one.sent().size() == 2 && two.sent().size() == 2);

        publisher.discard(Set.of(new PartitionId("A", 2)));
        assertThat(givenUp).isEmpty();
        ofA.abandon();
        publisher.discard(Set.of(a));

        assertThat(givenUp).hasSize(1);
        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown");
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

    private static JCSMPErrorResponseException nack() {
        return new JCSMPErrorResponseException(503, "Spool Over Quota", "", "");
    }

    private static List<OutboundEvent> chunk(TestEvents from, int count) {
        List<OutboundEvent> chunk = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunk.add(from.next());
        }
        return chunk;
    }

    private static List<String> topics(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "t/" + i).toList();
    }

    private void offer(TestEvents from, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(publisher.offer(List.of(from.next()))).isTrue();
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5));
    }

    @Override
    public void settled(List<OutboundEvent> settled, PublishOutcome outcome) {
        outcomes.add(outcome);
        settled.forEach(event ->
                answers.add(event.topic().text() + " " + outcome.getClass().getSimpleName()));
    }

    @Override
    public void rejectedByBroker() {
        throw new AssertionError("nothing was rejected");
    }

    @Override
    public void sentAgain() {
        again.incrementAndGet();
    }
}
