package dev.usher.bridge.kafka;

import dev.usher.bridge.core.DeadLetter;
import dev.usher.bridge.core.DeadLetters;
import dev.usher.bridge.core.InboundRecord;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.producer.KafkaWriteStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters to a Kafka topic: key, value and headers as they were, and the headers {@code usher_reason}
 * (a {@linkplain dev.usher.bridge.core.Reason#code code}), {@code usher_detail}, {@code k_topic}, {@code k_partition} and
 * {@code k_offset}, all of them text. A letter may be there twice: when an answer was lost, it is written again.
 */
public final class KafkaDeadLetters implements DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(KafkaDeadLetters.class);
    private static final long CLOSE_TIMEOUT_MS = 2_000;

    private final Vertx vertx;
    private final KafkaSettings settings;
    private final UnaryOperator<String> topicFor;
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
        attempt(letter, done, new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10)));
        return done.future();
    }

    private void attempt(DeadLetter letter, Promise<Void> done, Backoff backoff) {
        if (closed || letter.abandoned().getAsBoolean()) {
            done.fail("not written: " + (closed ? "closed" : "the partition was given away"));
            return;
        }
        String topic = topicFor.apply(letter.record().partition().topic());
        producer().compose(stream -> stream.send(toKafka(letter, topic))).onComplete(sent -> {
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
            Duration delay = backoff.next();
            problem = "dead letters cannot be written to " + topic + ": "
                    + sent.cause().getMessage();
            log.warn(
                    "dead letter not written topic={} record={} retryIn={} cause={}",
                    topic,
                    letter.record(),
                    delay,
                    sent.cause().toString());
            vertx.setTimer(delay.toMillis(), timer -> attempt(letter, done, backoff));
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

    private static ProducerRecord<byte[], byte[]> toKafka(DeadLetter letter, String topic) {
        InboundRecord record = letter.record();
        ProducerRecord<byte[], byte[]> kafka = new ProducerRecord<>(topic, record.key(), record.payload());
        record.headers().forEach(header -> kafka.headers().add(header.name(), header.value()));
        header(kafka, "usher_reason", letter.reason().code());
        header(kafka, "usher_detail", letter.detail());
        header(kafka, "k_topic", record.partition().topic());
        header(kafka, "k_partition", Integer.toString(record.partition().partition()));
        header(kafka, "k_offset", Long.toString(record.offset()));
        return kafka;
    }

    private static void header(ProducerRecord<byte[], byte[]> kafka, String name, String value) {
        kafka.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
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
