package dev.usher.bridge.kafka;

import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.DeadLetters;
import dev.usher.bridge.core.Timers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters to a Kafka topic: key, value and headers as they were, and the headers {@code usher_reason}
 * (a {@linkplain dev.usher.bridge.core.Reason#code code}), {@code usher_detail}, {@code k_topic}, {@code k_partition} and
 * {@code k_offset}, all of them text. A letter may be there twice: when an answer was lost, it is written again.
 *
 * <p>A letter that is too large for the topic is stored without what makes it large: first without its payload, and if that is not
 * enough without its key and its own headers. It then has {@code usher_payload: omitted} and {@code usher_payload_size}, and the
 * place where the record stands says where to find it whole.
 *
 * <p>Every other refusal is tried again for as long as it takes, also one that looks final, like a topic that does not exist or may not
 * be written: somebody can mend it, and nothing is lost meanwhile. The letters for other topics do not wait for it. Letters are bounded
 * by what the sink holds at a time, which {@link dev.usher.bridge.core.FlowLimits} says; Kafka's producer sends those that wait together.
 */
public final class KafkaDeadLetters implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(KafkaDeadLetters.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Context context;
    private final UnaryOperator<String> topicFor;
    private final Supplier<Producer<byte[], byte[]>> maker;

    /** For what blocks, of which there is at most one thing for each dead-letter topic. */
    private final ExecutorService workers = Executors.newCachedThreadPool(KafkaDeadLetters::thread);

    private final LetterLine.Shared shared;
    private final Map<String, LetterLine> lines = new ConcurrentSkipListMap<>();
    private final Object making = new Object();
    private Producer<byte[], byte[]> producer;
    private Future<Void> closing;
    private volatile boolean closed;

    /**
     * To be made on the context that writes.
     *
     * @param topicFor the topic for the dead letters of a Kafka topic
     */
    public KafkaDeadLetters(Vertx vertx, Timers timers, KafkaSettings settings, UnaryOperator<String> topicFor) {
        this(vertx, timers, topicFor, () -> new KafkaProducer<>(settings.forProducer()));
    }

    /** @param maker may block; asked again when it threw */
    KafkaDeadLetters(
            Vertx vertx, Timers timers, UnaryOperator<String> topicFor, Supplier<Producer<byte[], byte[]>> maker) {
        this.context = vertx.getOrCreateContext();
        this.topicFor = topicFor;
        this.maker = maker;
        this.shared = new LetterLine.Shared(this::producer, workers, this::onContext, timers);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "usher-dead-letters");
        thread.setDaemon(true);
        return thread;
    }

    private void onContext(Runnable work) {
        context.runOnContext(v -> work.run());
    }

    /** Why dead letters cannot be written, naming a topic; empty when none of those not stored has failed. Safe on any thread. */
    public Optional<String> problem() {
        List<String> problems =
                lines.values().stream().flatMap(line -> line.problem().stream()).toList();
        if (problems.size() < 2) {
            return problems.stream().findFirst();
        }
        return Optional.of(problems.get(0) + " (nor to " + (problems.size() - 1) + " other topics)");
    }

    @Override
    public Future<Void> write(DeadLetter letter) {
        if (closed) {
            return Future.failedFuture("not written: closed");
        }
        String topic = topicFor.apply(letter.record().partition().topic());
        return lines.computeIfAbsent(topic, name -> new LetterLine(name, shared))
                .write(letter);
    }

    /** Resolves host names, which may block. */
    private Producer<byte[], byte[]> producer() {
        synchronized (making) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            if (producer == null) {
                producer = maker.get();
            }
            return producer;
        }
    }

    /** Takes seconds, also when an attempt is blocked: closing the producer ends it. */
    @Override
    public Future<Void> close() {
        if (!closed) {
            closed = true;
            Promise<Void> done = Promise.promise();
            closing = done.future();
            lines.values().forEach(LetterLine::close);
            workers.execute(() -> {
                closeProducer();
                onContext(() -> {
                    lines.values().forEach(LetterLine::end);
                    done.complete();
                });
            });
            workers.shutdown();
        }
        return closing;
    }

    private void closeProducer() {
        try {
            synchronized (making) {
                if (producer != null) {
                    producer.close(CLOSE_TIMEOUT);
                }
            }
        } catch (RuntimeException e) {
            log.warn("dead letter producer not closed cleanly cause={}", e.toString());
        }
    }
}
