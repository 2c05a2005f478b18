package dev.usher.bridge.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.Message;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.runtime.solace.SolaceReconnect;
import io.vertx.core.Context;
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

/** A publisher with the sessions it would have in a bridge, and nothing around it. */
abstract class PublisherSetup implements PublisherObserver {

    static final Delivery GUARANTEED = Delivery.guaranteed(Delivery.Ordering.PIPELINED, RecordProperties.DEFAULT);

    /** JCSMP tries often and soon. */
    static final SolaceReconnect BY_JCSMP =
            new SolaceReconnect(500, 0, Duration.ofMillis(20), Duration.ofSeconds(3), 10);

    record Answer(OutboundEvent event, PublishOutcome outcome) {
        String topic() {
            return event.topic().text();
        }

        String kind() {
            return outcome.getClass().getSimpleName();
        }
    }

    final List<Answer> answers = new CopyOnWriteArrayList<>();
    final AtomicInteger sentAgain = new AtomicInteger();
    final AtomicInteger rejectedByBroker = new AtomicInteger();
    final List<String> offContext = new CopyOnWriteArrayList<>();

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    SolacePublisher publisher;
    SolaceLink link;

    void start(EmbeddedBroker broker, SolaceReconnect reconnect, int sessions) {
        start(
                new SolaceConnection(broker.smfHost(), broker.vpn(), "bridge", Secret.of("any"))
                        .withReconnect(reconnect),
                sessions);
    }

    void start(SolaceConnection connection, int sessions) {
        publisher = new SolacePublisher(context, 100_000, sessions, this);
        link = new SolaceLink(vertx, connection, publisher);
        publisher.start((events, outcome) -> {
            if (Vertx.currentContext() != context) {
                offContext.add(Thread.currentThread().getName());
            }
            events.forEach(event -> answers.add(new Answer(event, outcome)));
        });
        link.open();
    }

    void startAndConnect(EmbeddedBroker broker, SolaceReconnect reconnect) {
        start(broker, reconnect, 1);
        await().until(() -> link.problem().isEmpty());
    }

    @AfterEach
    void stop() throws Exception {
        if (publisher != null) {
            publisher.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            link.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(offContext).as("answers given elsewhere").isEmpty();
    }

    List<OutboundEvent> offer(TestEvents events, int count) {
        List<OutboundEvent> chunk = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunk.add(events.next());
        }
        assertThat(publisher.offer(chunk)).isTrue();
        return chunk;
    }

    static List<String> topics(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "t/" + i).toList();
    }

    /** What the broker accepted, in its order. */
    static List<String> accepted(EmbeddedBroker broker) {
        return broker.received("t/>").stream().map(Message::topic).toList();
    }

    List<String> answered(String kind) {
        return answers.stream()
                .filter(answer -> answer.kind().equals(kind))
                .map(Answer::topic)
                .toList();
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
    }

    @Override
    public void rejectedByBroker() {
        rejectedByBroker.incrementAndGet();
    }

    @Override
    public void sentAgain() {
        sentAgain.incrementAndGet();
    }
}
