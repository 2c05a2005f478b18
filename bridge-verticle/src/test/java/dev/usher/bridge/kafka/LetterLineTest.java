package dev.usher.bridge.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

final class LetterLineTest implements Timers {

    private static final String TOPIC = "A.dead-letter";

    private final FakeKafka kafka = new FakeKafka();
    private final ArrayDeque<Runnable> workers = new ArrayDeque<>();
    private final ArrayDeque<Runnable> timers = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private boolean noProducer;

    private final LetterLine line = new LetterLine(
            TOPIC,
            new LetterLine.Shared(
                    () -> {
                        if (noProducer) {
                            throw new KafkaException("no such host");
                        }
                        return kafka;
                    },
                    workers::add,
                    Runnable::run,
                    this));

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public void after(Duration delay, Runnable action) {
        delays.add(delay);
        timers.add(action);
    }

    private List<Future<Void>> write(int letters) {
        List<Future<Void>> written = new ArrayList<>();
        for (int i = 0; i < letters; i++) {
            written.add(line.write(Letters.of("A", i)));
        }
        return written;
    }

    /** Attempts are made until there are none to make, or one fails. */
    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    private void restIsOver() {
        timers.remove().run();
        work();
    }

    @Test
    void ofATopicThatIsNotThereOneLetterIsTriedAtATimeAndTheOthersWaitUntilOneIsStored() {
        List<Future<Void>> written = write(500);
        work();
        assertThat(kafka.tried).containsExactly(0L);
        restIsOver();
        restIsOver();
        assertThat(kafka.tried).containsExactly(0L, 1L, 2L);
        assertThat(timers).as("one rest at a time").hasSize(1);
        assertThat(written).noneMatch(Future::isComplete);

        kafka.create(TOPIC);
        restIsOver();
        assertThat(written).allMatch(Future::succeeded);
        List<Long> inOrder = LongStream.range(3, 500).boxed().toList();
        assertThat(kafka.stored).startsWith(inOrder.toArray(Long[]::new)).endsWith(0L, 1L, 2L);
    }

    @Test
    void whatIsOnItsWayAtATimeGrowsWithWhatIsStored() {
        kafka.create(TOPIC);
        kafka.answersLater = true;
        write(500);
        List<Integer> together = new ArrayList<>();
        work();
        while (!kafka.unanswered.isEmpty()) {
            together.add(kafka.unanswered.size());
            kafka.answerAll();
            work();
        }
        assertThat(together).startsWith(1, 2, 4, 8, 16, 32, 64, 128);
        assertThat(kafka.stored).hasSize(500);
    }

    @Test
    void whenATopicIsDeletedOneLetterFindsOutForAll() {
        kafka.create(TOPIC);
        write(20);
        work();
        assertThat(kafka.stored).hasSize(20);
        kafka.delete(TOPIC);
        kafka.tried.clear();
        write(20);
        work();
        assertThat(kafka.tried).containsExactly(0L);
        kafka.create(TOPIC);
        kafka.answersLater = true;
        restIsOver();
        assertThat(kafka.unanswered).as("it may not be there yet").hasSize(1);
    }

    @Test
    void ofThoseHandedOverTogetherTheOthersAreNotTriedAfterOneFailed() {
        kafka.create(TOPIC);
        kafka.answersLater = true;
        write(3);
        work();
        kafka.answerAll();
        kafka.delete(TOPIC);
        kafka.tried.clear();
        work();
        assertThat(kafka.tried).as("of two").containsExactly(1L);
        kafka.create(TOPIC);
        kafka.answersLater = false;
        restIsOver();
        assertThat(kafka.stored).containsExactly(0L, 2L, 1L);
    }

    @Test
    void attemptsThatFailAreMadeMoreAndMoreSeldom() {
        write(1);
        work();
        for (int i = 0; i < 8; i++) {
            restIsOver();
        }
        assertThat(delays.get(0)).isEqualTo(Duration.ofMillis(200));
        assertThat(delays).isSorted().endsWith(Duration.ofSeconds(10));
    }

    @Test
    void aLetterThatIsGivenUpIsNotTriedAndTroublesNobodyAnyMore() {
        AtomicBoolean abandoned = new AtomicBoolean();
        Future<Void> tried = line.write(Letters.of("A", 0, abandoned::get));
        Future<Void> waits = line.write(Letters.of("A", 1, abandoned::get));
        work();
        assertThat(line.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("to A.dead-letter: Topic"));
        abandoned.set(true);
        restIsOver();
        assertThat(tried.failed()).isTrue();
        assertThat(waits.failed()).isTrue();
        assertThat(line.problem()).isEmpty();
        assertThat(kafka.tried).containsExactly(0L);
    }

    @Test
    void aLetterThatIsGivenUpWhileItIsHandedOverIsNotTried() {
        AtomicBoolean abandoned = new AtomicBoolean();
        Future<Void> written = line.write(Letters.of("A", 0, abandoned::get));
        abandoned.set(true);
        work();
        assertThat(written.failed()).isTrue();
        assertThat(kafka.tried).isEmpty();
    }

    @Test
    void theProblemLastsUntilEachLetterThatFailedIsStored() {
        List<Future<Void>> written = write(2);
        work();
        restIsOver();
        kafka.create(TOPIC);
        kafka.answersLater = true;
        restIsOver();
        kafka.answerAll();
        assertThat(written.get(0).succeeded()).isTrue();
        assertThat(line.problem()).isPresent();
        work();
        kafka.answerAll();
        assertThat(written.get(1).succeeded()).isTrue();
        assertThat(line.problem()).isEmpty();
    }

    @Test
    void aLetterThatIsTooLargeIsTriedWithoutItsPayloadAtOnce() {
        kafka.create(TOPIC);
        kafka.largest = 3;
        List<Future<Void>> written = write(1);
        work();
        assertThat(written).allMatch(Future::succeeded);
        assertThat(kafka.tried).hasSize(2);
        assertThat(delays).isEmpty();
    }

    @Test
    void withoutAProducerLettersWait() {
        noProducer = true;
        kafka.create(TOPIC);
        List<Future<Void>> written = write(2);
        work();
        assertThat(line.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("no such host"));
        noProducer = false;
        restIsOver();
        assertThat(written).allMatch(Future::succeeded);
    }

    @Test
    void closedItFailsWhatWaitsAtOnceAndTheRestWhenThereAreNoMoreAnswers() {
        kafka.create(TOPIC);
        kafka.answersLater = true;
        List<Future<Void>> written = write(2);
        work();
        line.close();
        assertThat(written.get(0).isComplete()).isFalse();
        assertThat(written.get(1).failed()).isTrue();
        line.end();
        assertThat(written.get(0).failed()).isTrue();
        assertThat(line.write(Letters.of("A", 3)).failed()).isTrue();
        kafka.answerAll();
        work();
        assertThat(kafka.tried).containsExactly(0L);
    }
}
