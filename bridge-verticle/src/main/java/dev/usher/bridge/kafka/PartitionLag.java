package dev.usher.bridge.kafka;

import dev.usher.bridge.core.PartitionId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many records of each partition held are not read yet. To be looked at before a poll and never after it: a consumer that answers
 * no question must not cost the records it has just handed out. Used by the polling thread.
 */
final class PartitionLag {

    private static final Logger log = LoggerFactory.getLogger(PartitionLag.class);

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    /** How often Kafka is asked for the ends of paused partitions, of which no fetch tells them; and how long it may take. */
    private static final long ENDS_INTERVAL = Duration.ofSeconds(3).toNanos();

    private static final Duration ENDS_TIMEOUT = Duration.ofMillis(200);

    private final Function<TopicPartition, PartitionId> ids;
    private Map<PartitionId, Long> behind = Map.of();
    private long looked;
    private Map<TopicPartition, Long> ends = Map.of();
    private long endsAsked;

    /** @param now in nanoseconds, monotonic */
    PartitionLag(Function<TopicPartition, PartitionId> ids, long now) {
        this.ids = ids;
        this.looked = now - INTERVAL;
        this.endsAsked = now - ENDS_INTERVAL;
    }

    /** As of the last look. A partition of which nothing is known yet is missing. */
    Map<PartitionId, Long> behind() {
        return behind;
    }

    /** These are not held any more. The next look is due at once. */
    void gone(Collection<TopicPartition> partitions, long now) {
        Map<PartitionId, Long> left = new HashMap<>(behind);
        partitions.forEach(partition -> left.remove(ids.apply(partition)));
        behind = Map.copyOf(left);
        looked = now - INTERVAL;
    }

    /**
     * Looks when it is time to. What Kafka does not tell stays as it was.
     *
     * @throws WakeupException when the consumer is to stop waiting; nothing else
     */
    void look(Consumer<?, ?> kafka, long now) {
        if (now - looked < INTERVAL) {
            return;
        }
        looked = now;
        try {
            Set<TopicPartition> paused = kafka.paused();
            askEnds(kafka, paused, now);
            Map<PartitionId, Long> lags = new HashMap<>();
            for (TopicPartition partition : kafka.assignment()) {
                OptionalLong lag = kafka.currentLag(partition);
                if (lag.isPresent()) {
                    long more = paused.contains(partition) ? sinceFetched(kafka, partition) : 0;
                    lags.put(ids.apply(partition), Math.max(lag.getAsLong(), more));
                }
            }
            behind = Map.copyOf(lags);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            log.debug("lag not known, showing that of before", e);
        }
    }

    /** Of a partition that is not fetched from the current lag counts to the end at the last fetch. */
    private void askEnds(Consumer<?, ?> kafka, Set<TopicPartition> paused, long now) {
        if (paused.isEmpty()) {
            ends = Map.of();
        } else if (now - endsAsked >= ENDS_INTERVAL) {
            endsAsked = now;
            try {
                ends = kafka.endOffsets(paused, ENDS_TIMEOUT);
            } catch (WakeupException e) {
                throw e;
            } catch (KafkaException e) {
                log.debug("ends of paused partitions not known, showing those of before", e);
            }
        }
    }

    private long sinceFetched(Consumer<?, ?> kafka, TopicPartition partition) {
        Long end = ends.get(partition);
        if (end == null) {
            return 0;
        }
        try {
            // Not waited for: a partition whose leader has changed has no position for a while, and there may be many.
            return end - kafka.position(partition, Duration.ZERO);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            return behind.getOrDefault(ids.apply(partition), 0L);
        }
    }
}
