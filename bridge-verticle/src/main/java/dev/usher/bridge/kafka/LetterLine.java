package dev.usher.bridge.kafka;

import dev.usher.bridge.core.Backoff;
import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The letters for one dead-letter topic. An attempt blocks for as long as Kafka's producer does not know the topic
 * ({@code max.block.ms}), so only a topic's own letters may stand behind it: attempts are made on another thread, at most one
 * for each topic, and what may be on its way at a time is a <em>window</em>, as in TCP's slow start. It is one letter at first and after
 * a failure, and one more with each letter that is stored. The others wait here, where those that are given up are found.
 *
 * <p>A letter that failed goes behind the others: what Kafka does not take of it, it may take of them. Used on one context.
 */
final class LetterLine {

    /** More than Kafka's producer sends together, and few enough to fail at a time. */
    private static final int WIDEST = 1_000;

    /** What all lines have in common; {@code producer} may block and may throw, {@code workers} has a thread for each line. */
    record Shared(Supplier<Producer<byte[], byte[]>> producer, Executor workers, Executor context, Timers timers) {}

    /** A letter on its way. */
    private static final class Letter {
        private final DeadLetter dead;
        private final Promise<Void> done = Promise.promise();
        private LetterForm form = LetterForm.WHOLE;
        private boolean stuck;

        Letter(DeadLetter dead) {
            this.dead = dead;
        }

        boolean abandoned() {
            return dead.abandoned().getAsBoolean();
        }
    }

    private final String topic;
    private final Shared shared;
    private final LetterLog log;
    private final ArrayDeque<Letter> waiting = new ArrayDeque<>();
    private final Set<Letter> sent = new HashSet<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private int window = 1;
    private int stuck;
    private boolean handing;
    private boolean resting;
    private volatile boolean closed;
    private volatile String problem;

    LetterLine(String topic, Shared shared) {
        this.topic = topic;
        this.shared = shared;
        this.log = new LetterLog(topic, System::nanoTime);
    }

    /** Why letters that were tried are not stored; empty when there are none. Safe on any thread. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Fails only when the line is closed, or the letter abandoned, first. */
    Future<Void> write(DeadLetter dead) {
        Letter letter = new Letter(dead);
        if (closed) {
            giveUp(letter);
        } else {
            waiting.add(letter);
            step();
        }
        return letter.done.future();
    }

    /** Nothing more is attempted; what is with Kafka may still be stored. */
    void close() {
        closed = true;
        List<Letter> left = List.copyOf(waiting);
        waiting.clear();
        left.forEach(this::giveUp);
    }

    /** There will be no more answers. */
    void end() {
        List<Letter> left = List.copyOf(sent);
        sent.clear();
        left.forEach(this::giveUp);
    }

    private void step() {
        if (handing || resting || closed) {
            return;
        }
        List<Letter> batch = new ArrayList<>();
        List<Letter> abandoned = new ArrayList<>();
        while (sent.size() < window && !waiting.isEmpty()) {
            Letter letter = waiting.remove();
            if (letter.abandoned()) {
                abandoned.add(letter);
            } else {
                sent.add(letter);
                batch.add(letter);
            }
        }
        if (!batch.isEmpty()) {
            handing = true;
            shared.workers().execute(() -> {
                List<Letter> left = hand(batch);
                shared.context().execute(() -> handed(left));
            });
        }
        abandoned.forEach(this::giveUp);
    }

    /**
     * On a thread that may be blocked.
     *
     * @return those not attempted, because others failed or they were abandoned meanwhile
     */
    private List<Letter> hand(List<Letter> batch) {
        List<Letter> left = new ArrayList<>();
        AtomicBoolean failed = new AtomicBoolean();
        for (Letter letter : batch) {
            if (failed.get() || letter.abandoned()) {
                left.add(letter);
                continue;
            }
            try {
                shared.producer().get().send(letter.form.toKafka(letter.dead, topic), (stored, cause) -> {
                    failed.compareAndSet(false, cause != null);
                    answer(letter, cause);
                });
            } catch (RuntimeException | Error e) {
                failed.set(true);
                answer(letter, e);
            }
        }
        return left;
    }

    private void answer(Letter letter, Throwable cause) {
        shared.context().execute(() -> answered(letter, cause));
    }

    private void handed(List<Letter> left) {
        handing = false;
        for (int i = left.size() - 1; i >= 0; i--) {
            if (sent.remove(left.get(i))) {
                again(left.get(i), true);
            }
        }
        step();
    }

    private void answered(Letter letter, Throwable cause) {
        if (!sent.remove(letter)) {
            return;
        }
        if (cause == null) {
            stored(letter);
        } else if (cause instanceof RecordTooLargeException
                && letter.form.smaller().isPresent()) {
            log.tooLarge(letter.dead, cause);
            letter.form = letter.form.smaller().get();
            again(letter, true);
        } else {
            failed(letter, cause);
        }
        step();
    }

    private void stored(Letter letter) {
        window = Math.min(WIDEST, window + 1);
        backoff.reset();
        log.stored(letter.dead);
        finished(letter);
        letter.done.complete();
    }

    private void failed(Letter letter, Throwable cause) {
        window = 1;
        if (!letter.stuck) {
            letter.stuck = true;
            stuck++;
        }
        problem = "dead letters cannot be written to " + topic + ": " + cause.getMessage();
        if (!closed) {
            log.failed(letter.dead, cause);
        }
        if (!closed && !resting) {
            resting = true;
            shared.timers().after(backoff.next(), this::restOver);
        }
        again(letter, false);
    }

    private void restOver() {
        resting = false;
        List<Letter> abandoned = waiting.stream().filter(Letter::abandoned).toList();
        waiting.removeAll(new HashSet<>(abandoned));
        abandoned.forEach(this::giveUp);
        step();
    }

    private void again(Letter letter, boolean first) {
        if (closed || letter.abandoned()) {
            giveUp(letter);
        } else if (first) {
            waiting.addFirst(letter);
        } else {
            waiting.addLast(letter);
        }
    }

    private void giveUp(Letter letter) {
        finished(letter);
        letter.done.fail("not written: " + (closed ? "closed" : "the partition was given away"));
    }

    private void finished(Letter letter) {
        if (letter.stuck) {
            letter.stuck = false;
            stuck--;
            if (stuck == 0) {
                problem = null;
            }
        }
    }
}
