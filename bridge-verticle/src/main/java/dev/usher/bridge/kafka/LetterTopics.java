package dev.usher.bridge.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the dead-letter topics are there before the first bad record needs them. One thread looks at a time. */
final class LetterTopics {

    private static final Logger log = LoggerFactory.getLogger(LetterTopics.class);

    private final Set<String> names;
    private volatile Map<String, String> missing = Map.of();

    LetterTopics(Set<String> names) {
        this.names = new TreeSet<>(names);
    }

    Set<String> names() {
        return names;
    }

    /** What somebody should see to before it is needed; empty when all topics are there. Safe on any thread. */
    Optional<String> note() {
        Map<String, String> now = missing;
        if (now.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(now.entrySet().stream()
                .map(topic -> topic.getKey() + " (" + topic.getValue() + ")")
                .collect(Collectors.joining(
                        ", ", "a bad record would wait for its dead-letter topic, unless Kafka creates it: ", "")));
    }

    /** @param answers for each of these topics */
    void look(Map<String, KafkaFuture<TopicDescription>> answers) throws InterruptedException {
        Map<String, String> now = new TreeMap<>();
        for (String topic : names) {
            String before = missing.get(topic);
            String why = why(answers.get(topic), before);
            if (why != null) {
                now.put(topic, why);
                if (!why.equals(before)) {
                    log.warn(
                            "dead-letter topic not ready, create it or let the bridge write to it topic={} why={}",
                            topic,
                            why);
                }
            } else if (before != null) {
                log.info("dead-letter topic ready topic={}", topic);
            }
        }
        missing = now;
    }

    /** @param before what is still so when Kafka tells nothing */
    private static String why(KafkaFuture<TopicDescription> answer, String before) throws InterruptedException {
        try {
            answer.get();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return "does not exist";
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                return "the user of bridge.kafka may not use it";
            }
            return e.getCause() instanceof InvalidTopicException ? "no topic can have this name" : before;
        }
    }
}
