package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPTransportException;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.TestEvents;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SolacePublisherTest implements PublisherObserver, EventPublisher.Answers {

    private final Vertx vertx = Vertx.vertx();
    private final TestEvents events = new TestEvents();
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final AtomicInteger again = new AtomicInteger();
    private SolacePublisher publisher;

    @BeforeEach
    void publisher() {
        publisher = new SolacePublisher(vertx.getOrCreateContext(), 4, this);
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
        offer(4);
        assertThat(answers).isEmpty();

        publisher.up(session.session());

        await().until(() -> answers.size() == 4);
        assertThat(session.sent()).containsExactly("t/0", "t/1", "t/2", "t/3");
        assertThat(answers).containsExactly("t/0 Accepted", "t/1 Accepted", "t/2 Accepted", "t/3 Accepted");
    }

    @Test
    void aFullQueueRefusesWithoutBlocking() {
        int taken = 0;
        while (publisher.offer(events.next())) {
            taken++;
        }
        assertThat(taken).as("the queue, and what the sender holds").isBetween(4, 4 + SolacePublisher.CHUNK);
        assertThat(publisher.queued()).isLessThanOrEqualTo(4);
    }

    @Test
    void anEventThatFailsWithTheConnectionIsSentFirstOnTheNextOne() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        FakeSession broken = new FakeSession().wire(topic -> {
            if (topic.equals("t/1")) {
                failed.countDown();
                throw new JCSMPTransportException("cut");
            }
        });
        publisher.up(broken.session());
        offer(3);
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> answers.equals(List.of("t/0 Accepted")));

        publisher.down();
        FakeSession next = new FakeSession();
        publisher.up(next.session());

        await().until(() -> answers.size() == 3);
        assertThat(broken.sent()).containsExactly("t/0");
        assertThat(next.sent()).containsExactly("t/1", "t/2");
        assertThat(again.get()).isPositive();
    }

    @Test
    void whatJcsmpRefusesOnALiveSessionIsRejectedAndTheNextFlows() throws Exception {
        FakeSession session = new FakeSession().wire(topic -> {
            if (topic.equals("t/0")) {
                throw new JCSMPException("too large");
            }
        });
        publisher.up(session.session());
        offer(2);

        await().until(() -> answers.size() == 2);
        assertThat(answers).containsExactly("t/0 Rejected", "t/1 Accepted");
    }

    @Test
    void abandonedEventsAreNotSent() throws Exception {
        offer(3);
        events.abandon();

        await().until(() -> answers.size() == 3);
        assertThat(answers).allMatch(answer -> answer.endsWith("Unknown"));
        FakeSession session = new FakeSession();
        publisher.up(session.session());
        assertThat(session.sent()).isEmpty();
    }

    @Test
    void closingAnswersEverythingOnce() throws Exception {
        offer(4);
        publisher.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);

        await().until(() -> answers.size() == 4);
        assertThat(answers).containsExactly("t/0 Unknown", "t/1 Unknown", "t/2 Unknown", "t/3 Unknown");
        assertThat(publisher.offer(events.next())).isFalse();
    }

    private void offer(int count) {
        for (int i = 0; i < count; i++) {
            OutboundEvent event = events.next();
            await().until(() -> publisher.offer(event));
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5));
    }

    @Override
    public void settled(List<OutboundEvent> settled, PublishOutcome outcome) {
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
