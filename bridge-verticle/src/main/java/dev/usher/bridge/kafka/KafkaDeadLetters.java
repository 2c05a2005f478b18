package dev.usher.bridge.kafka;

import dev.usher.bridge.core.Backoff;
import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.DeadLetters;
import dev.usher.bridge.core.Seldom;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
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
 * be written: somebody can mend it, and nothing is lost meanwhile. Letters are bounded by what the sink holds at a time, which
 * {@link dev.usher.bridge.core.FlowLimits} says; Kafka's producer sends those that wait together.
 */
public final class KafkaDeadLetters implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(KafkaDeadLetters.class);
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final Vertx vertx;
    private final KafkaSettings settings;
    private final UnaryOperator<String> topicFor;
    private final Seldom unwritten = new Seldom();
    private final Seldom tooLarge = new Seldom();
    private Future<KafkaWriteStream<byte[], byte[]>> producer;
    private volatile boolean closed;
    private volatile String problem;

    /**
     * To be made on the context that writes.
     *
     * @param topicFor the topic for the dead letters of a Kafka topic
     */
    public KafkaDeadLetters(Vertx vertx, KafkaSettings settings, UnaryOperator<String> topicFor) {
        this.vertx = vertx;
        this.settings = settings;
        this.topicFor = topicFor;
    }

    /** Why dead letters cannot be written; empty when the last one could. Safe on any thread. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public Future<Void> write(DeadLetter letter) {
        Promise<Void> done = Promise.promise();
        attempt(letter, LetterForm.WHOLE, done, null);
        return done.future();
    }

    /** @param tried null before the first failure, as most letters have none */
    private void attempt(DeadLetter letter, LetterForm form, Promise<Void> done, Backoff tried) {
        if (closed || letter.abandoned().getAsBoolean()) {
            done.fail("not written: " + (closed ? "closed" : "the partition was given away"));
            return;
        }
        String topic = topicFor.apply(letter.record().partition().topic());
        producer().compose(stream -> stream.send(form.toKafka(letter, topic))).onComplete(sent -> {
            if (sent.succeeded()) {
                problem = null;
                log.debug(
                        "dead letter written topic={} partition={} offset={} reason={} detail={}",
                        letter.record().partition().topic(),
                        letter.record().partition().partition(),
                        letter.record().offset(),
                        letter.reason().code(),
                        letter.detail());
                done.complete();
                return;
            }
            if (sent.cause() instanceof RecordTooLargeException
                    && form.smaller().isPresent()) {
                long letters = tooLarge.happened();
                if (letters > 0) {
                    log.warn(
                            "dead letter too large, storing less of it topic={} record={} letters={} cause={}",
                            topic,
                            letter.record(),
                            letters,
                            sent.cause().getMessage());
                }
                attempt(letter, form.smaller().get(), done, tried);
                return;
            }
            Backoff backoff = tried != null ? tried : new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
            Duration delay = backoff.next();
            problem = "dead letters cannot be written to " + topic + ": "
                    + sent.cause().getMessage();
            failed(letter, topic, delay, sent.cause());
            vertx.setTimer(delay.toMillis(), timer -> attempt(letter, form, done, backoff));
        });
    }

    private Future<KafkaWriteStream<byte[], byte[]>> producer() {
        if (producer == null || producer.failed()) {
            // The constructor resolves host names, which may block.
            producer = vertx.executeBlocking(() -> new KafkaProducer<byte[], byte[]>(settings.forProducer()))
                    .map(made -> {
                        KafkaWriteStream<byte[], byte[]> stream = KafkaWriteStream.create(vertx, made);
                        // Failures come back with each letter; without a handler they would be logged twice.
                        stream.exceptionHandler(cause -> {});
                        return stream;
                    });
        }
        return producer;
    }

    /** Ten thousand letters may wait for the same thing: one line for all of them, now and then. */
    private void failed(DeadLetter letter, String topic, Duration delay, Throwable cause) {
        long failures = unwritten.happened();
        if (failures > 0) {
            log.warn(
                    "dead letter not written topic={} record={} retryIn={} failures={} cause={}",
                    topic,
                    letter.record(),
                    delay,
                    failures,
                    cause.toString());
        }
    }

    @Override
    public Future<Void> close() {
        closed = true;
        if (producer == null) {
            return Future.succeededFuture();
        }
        return producer.compose(stream -> stream.close(CLOSE_TIMEOUT_MS)).recover(cause -> {
            log.warn("dead letter producer not closed cleanly cause={}", cause.toString());
            return Future.succeededFuture();
        });
    }
}
