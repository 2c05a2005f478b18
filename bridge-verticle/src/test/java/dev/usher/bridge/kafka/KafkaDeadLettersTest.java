package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KafkaDeadLettersTest implements Timers {

    /** Blocks in each attempt at the topic A, as long as nobody closes it or lets it fail; B is there. */
    private static final class Blocking extends MockProducer<byte[], byte[]> {
        final CountDownLatch fails = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public java.util.concurrent.Future<RecordMetadata> send(
                ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (record.topic().startsWith("A.")) {
                block();
                callback.onCompletion(null, new TimeoutException("Topic A.dead-letter not present in metadata"));
            } else {
                callback.onCompletion(null, null);
            }
            return new CompletableFuture<>();
        }

        private void block() {
            try {
                fails.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (closed.getCount() == 0) {
                throw new KafkaException("Requested metadata update after close");
            }
        }

        @Override
        public void close(Duration timeout) {
            closed.countDown();
            fails.countDown();
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Blocking kafka = new Blocking();
    private final KafkaDeadLetters letters = onContext(() ->
            Future.succeededFuture(new KafkaDeadLetters(vertx, this, topic -> topic + ".dead-letter", () -> kafka)));

    private <T> T onContext(Supplier<Future<T>> work) {
        return Reader.await(started(work));
    }

    private <T> Future<T> started(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(done));
        return done.future();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    /** Nothing is tried a second time here. */
    @Override
    public void after(Duration delay, Runnable action) {}

    @AfterEach
    void close() {
        onContext(letters::close);
        Reader.await(vertx.close());
    }

    private List<Future<Void>> write(String topic, int count) {
        List<Future<Void>> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int offset = i;
            written.add(started(() -> letters.write(Letters.of(topic, offset))));
        }
        return written;
    }

    @Test
    void lettersForATopicThatIsThereDoNotWaitForOneThatIsNot() {
        List<Future<Void>> blocked = write("A", 20);
        write("B", 20).forEach(Reader::await);
        assertThat(blocked).noneMatch(Future::isComplete);
    }

    @Test
    void closingEndsAnAttemptThatIsBlocked() {
        List<Future<Void>> blocked = write("A", 20);
        write("B", 1).forEach(Reader::await);
        onContext(letters::close);
        assertThat(blocked).allMatch(Future::failed);
        assertThat(started(() -> letters.write(Letters.of("B", 1))))
                .satisfies(late -> assertThat(late.toCompletionStage().toCompletableFuture())
                        .failsWithin(Duration.ofSeconds(30)));
    }

    @Test
    void aLetterThatIsStoredSaysNothingOfAnotherTopic() {
        write("A", 1);
        kafka.fails.countDown();
        Awaitility.await().until(() -> letters.problem().isPresent());
        write("B", 3).forEach(Reader::await);
        assertThat(letters.problem())
                .hasValueSatisfying(
                        problem -> assertThat(problem).contains("cannot be written to A.dead-letter: Topic"));
    }
}
