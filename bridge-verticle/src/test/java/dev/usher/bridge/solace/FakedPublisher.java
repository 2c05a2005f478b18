package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A publisher whose sessions are {@linkplain FakeSession fakes}, and what it said. */
abstract class FakedPublisher implements PublisherObserver, EventPublisher.Answers {

    static final Delivery GUARANTEED = Delivery.guaranteed(Delivery.Ordering.PIPELINED, RecordProperties.DEFAULT);

    /** Nothing of this is possible with a configuration: it stands for what nobody thought of. */
    static final Delivery TOO_LONG_LIVED = new Delivery(
            Delivery.Mode.DIRECT,
            Delivery.Ordering.PIPELINED,
            true,
            Duration.ofSeconds(Long.MAX_VALUE),
            1,
            RecordProperties.DEFAULT);

    final TestEvents events = new TestEvents();
    final TestEvents guaranteed = new TestEvents(GUARANTEED);
    final List<String> answers = new CopyOnWriteArrayList<>();
    final List<PublishOutcome> outcomes = new CopyOnWriteArrayList<>();
    final AtomicInteger again = new AtomicInteger();
    SolacePublisher publisher;

    final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void publisher() {
        start(4, 1);
    }

    void start(int capacity, int sessions) {
        publisher = new SolacePublisher(vertx.getOrCreateContext(), capacity, sessions, this);
        publisher.start(this);
    }

    @AfterEach
    void close() throws Exception {
        publisher.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void giveWhenGivenUp(FakeSession next) {
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

    static JCSMPErrorResponseException nack() {
        return new JCSMPErrorResponseException(503, "Spool Over Quota", "", "");
    }

    static List<OutboundEvent> chunk(TestEvents from, int count) {
        List<OutboundEvent> chunk = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunk.add(from.next());
        }
        return chunk;
    }

    static List<String> topics(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "t/" + i).toList();
    }

    void offer(TestEvents from, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(publisher.offer(List.of(from.next()))).isTrue();
        }
    }

    static ConditionFactory await() {
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
