package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.Timers;
import dev.usher.embedded.EmbeddedKafka;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead-letter topics that nobody has created, on a Kafka that creates none: there each attempt blocks for five seconds. */
final class MissingLetterTopicIT {

    private static EmbeddedKafka kafka;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final String missing = "MISSING" + System.nanoTime();
    private final String there = "THERE" + System.nanoTime();
    private KafkaDeadLetters letters;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(Map.of("auto.create.topics.enable", "false"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void open() {
        kafka.createTopic(topicFor(there), 1);
        KafkaSettings settings = new KafkaSettings(kafka.bootstrapServers(), "unused", Map.of(), Duration.ofSeconds(3));
        letters = Reader.await(onContext(() -> Future.succeededFuture(
                new KafkaDeadLetters(vertx, timers(), settings, MissingLetterTopicIT::topicFor))));
    }

    @AfterEach
    void close() {
        Reader.await(onContext(letters::close));
        Reader.await(vertx.close());
    }

    @Test
    void lettersForATopicThatIsThereDoNotWaitForTwentyWithoutOne() {
        List<Future<Void>> waiting = write(missing, 20);
        write(there, 1).forEach(Reader::await);
        await().until(() -> letters.problem().isPresent());
        write(there, 20).forEach(Reader::await);
        assertThat(letters.problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("cannot be written to " + topicFor(missing)));
        assertThat(waiting).noneMatch(Future::isComplete);

        kafka.createTopic(topicFor(missing), 1);
        waiting.forEach(Reader::await);
        assertThat(letters.problem()).isEmpty();
    }

    @Test
    void closingEndsAttempts() {
        Set<Thread> before = producingThreads();
        List<Future<Void>> waiting = write(missing, 20);
        write(there, 1).forEach(Reader::await);
        assertThat(producingThreads()).hasSizeGreaterThan(before.size());
        Reader.await(onContext(letters::close));
        assertThat(waiting).allMatch(Future::failed);
        await().until(() -> before.containsAll(producingThreads()));
    }

    private static Set<Thread> producingThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-producer-network-thread"))
                .collect(Collectors.toSet());
    }

    @Test
    void aLetterThatIsGivenUpIsNoProblemAnyMore() {
        AtomicBoolean abandoned = new AtomicBoolean();
        Future<Void> written = write(Letters.of(missing, 0, abandoned::get));
        await().until(() -> letters.problem().isPresent());
        abandoned.set(true);
        await().until(() -> letters.problem().isEmpty());
        assertThat(written.failed()).isTrue();
    }

    private static String topicFor(String topic) {
        return topic + ".dead-letter";
    }

    private List<Future<Void>> write(String topic, int count) {
        List<Future<Void>> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            written.add(write(Letters.of(topic, i)));
        }
        return written;
    }

    private Future<Void> write(DeadLetter letter) {
        return onContext(() -> letters.write(letter));
    }

    private <T> Future<T> onContext(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(done));
        return done.future();
    }

    private Timers timers() {
        return new Timers() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void after(Duration delay, Runnable action) {
                vertx.setTimer(delay.toMillis(), timer -> action.run());
            }
        };
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }
}
