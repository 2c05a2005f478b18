package dev.usher.bridge.kafka;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka now and then for the topics. A consumer does not tell when its brokers are gone or its topics missing; it waits. A
 * producer that nothing is written to does not tell either.
 */
public final class KafkaProbe {

    private static final Logger log = LoggerFactory.getLogger(KafkaProbe.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final KafkaSettings settings;
    private final Set<String> topics;
    private final LetterTopics letterTopics;
    private final Duration interval;
    private Admin admin;
    private Future<Void> running = Future.succeededFuture();
    private boolean closed;
    private volatile String problem = "not asked yet";

    /**
     * @param topics that are read
     * @param letterTopics that dead letters are written to; one that is missing is no problem yet
     */
    public KafkaProbe(
            Vertx vertx, KafkaSettings settings, Set<String> topics, Set<String> letterTopics, Duration interval) {
        this.vertx = vertx;
        this.settings = settings;
        this.topics = new TreeSet<>(topics);
        this.letterTopics = new LetterTopics(letterTopics);
        this.interval = interval;
    }

    /** Why Kafka is no use now; empty when it answered and has the topics. Safe on any thread. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Which dead-letter topics are missing; empty when none is. Safe on any thread. */
    public Optional<String> note() {
        return letterTopics.note();
    }

    public void start() {
        running = blocking(() -> {
                    ask();
                    return null;
                })
                .onComplete(asked -> {
                    if (!closed) {
                        vertx.setTimer(interval.toMillis(), timer -> {
                            if (!closed) {
                                start();
                            }
                        });
                    }
                });
    }

    /** Does not fail. */
    public Future<Void> close() {
        closed = true;
        return running.compose(done -> blocking(() -> {
                    if (admin != null) {
                        admin.close(CLOSE_TIMEOUT);
                    }
                    return null;
                }))
                .otherwiseEmpty();
    }

    private Future<Void> blocking(Callable<Void> work) {
        return vertx.executeBlocking(work, false);
    }

    private void ask() {
        String before = problem;
        String now;
        try {
            if (admin == null) {
                admin = Admin.create(settings.forAdmin());
            }
            Set<String> all = new TreeSet<>(topics);
            all.addAll(letterTopics.names());
            // Describing a topic does not create it, unlike reading from or writing to it.
            Map<String, KafkaFuture<TopicDescription>> answers =
                    admin.describeTopics(all).topicNameValues();
            now = problem(answers);
            letterTopics.look(answers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            now = "Kafka cannot be asked: " + e.getMessage();
        }
        problem = now;
        if (now == null ? before != null : !now.equals(before)) {
            log.info("kafka state changed problem={}", now);
        }
    }

    private String problem(Map<String, KafkaFuture<TopicDescription>> answers) throws InterruptedException {
        for (String topic : topics) {
            try {
                answers.get(topic).get();
            } catch (ExecutionException e) {
                return e.getCause() instanceof UnknownTopicOrPartitionException
                        ? "a topic does not exist: " + topic
                        : "Kafka does not answer: " + e.getCause().getMessage();
            }
        }
        return null;
    }
}
