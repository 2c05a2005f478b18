package dev.usher.bridge.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * For partitions held: a position that may be committed and read from at any time, as everything below it is finished. A partition of
 * which nothing was read has none, and there is no need to set it back.
 *
 * <p>Kafka is asked only when there is no position at all. A partition without a leader does not tell its position, and must not hold up
 * the others, for whose membership any single one will do. Used by the polling thread.
 */
final class SafePositions {

    private static final Duration SHORTEST = Duration.ofMillis(50);

    private final Map<TopicPartition, Long> safe = new HashMap<>();

    /** What was fetched may have got lost on the way to us. */
    private boolean uncertain;

    void finished(TopicPartition partition, long position) {
        safe.put(partition, position);
    }

    void firstRead(TopicPartition partition, long offset) {
        safe.putIfAbsent(partition, offset);
    }

    void gone(Collection<TopicPartition> partitions) {
        safe.keySet().removeAll(partitions);
    }

    /** The consumer may have gone on in partitions without our seeing what it read. */
    void uncertain() {
        uncertain = true;
    }

    /**
     * @param timeout for all questions together, or a little longer
     * @return for at least one of those held, unless none is
     */
    Map<TopicPartition, OffsetAndMetadata> of(Set<TopicPartition> held, Consumer<?, ?> kafka, Duration timeout) {
        if (uncertain) {
            askStored(held, kafka, timeout);
            uncertain = false;
        }
        Map<TopicPartition, OffsetAndMetadata> known = known(held);
        if (known.isEmpty() && !held.isEmpty()) {
            askStored(held, kafka, timeout);
            known = known(held);
            if (known.isEmpty()) {
                askOne(held, kafka, timeout);
                known = known(held);
            }
        }
        return known;
    }

    private Map<TopicPartition, OffsetAndMetadata> known(Set<TopicPartition> held) {
        Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
        for (TopicPartition partition : held) {
            Long position = safe.get(partition);
            if (position != null) {
                known.put(partition, new OffsetAndMetadata(position));
            }
        }
        return known;
    }

    /** The coordinator knows them, whatever the partitions are like. */
    private void askStored(Set<TopicPartition> held, Consumer<?, ?> kafka, Duration timeout) {
        kafka.committed(held, timeout).forEach((partition, stored) -> {
            if (stored != null) {
                safe.putIfAbsent(partition, stored.offset());
            }
        });
    }

    /** Where nothing was read yet, the position is where reading begins. */
    private void askOne(Set<TopicPartition> held, Consumer<?, ?> kafka, Duration timeout) {
        Duration share = timeout.dividedBy(held.size());
        Duration each = share.compareTo(SHORTEST) < 0 ? SHORTEST : share;
        TimeoutException last = null;
        for (TopicPartition partition : held) {
            try {
                safe.put(partition, kafka.position(partition, each));
                return;
            } catch (TimeoutException e) {
                last = e;
            }
        }
        throw last;
    }
}
