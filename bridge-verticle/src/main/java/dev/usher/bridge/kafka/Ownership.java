package dev.usher.bridge.kafka;

import dev.usher.bridge.core.PartitionId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What the sink wants of the polling thread. A wish made before a partition was given away is not for the one who gets it next,
 * though that may be ourselves: wishes name the <em>turn</em>, which counts how often the partition was given away. Safe on
 * any thread.
 */
final class Ownership {

    private final Map<TopicPartition, Integer> turns = new ConcurrentHashMap<>();
    private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Semaphore wake = new Semaphore(0);

    /** By the sink, on its context, in one step with forgetting them. */
    void givenAway(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            turns.merge(partition, 1, Integer::sum);
            paused.remove(partition);
        });
    }

    void pause(Collection<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    void resume(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
        wake.release();
    }

    boolean paused(TopicPartition partition) {
        return paused.contains(partition);
    }

    /** A position that carries its turn. */
    OffsetAndMetadata now(TopicPartition partition, long position) {
        return new OffsetAndMetadata(position, Integer.toString(turn(partition)));
    }

    boolean isNow(TopicPartition partition, OffsetAndMetadata wish) {
        return wish.metadata().equals(Integer.toString(turn(partition)));
    }

    private int turn(TopicPartition partition) {
        return turns.getOrDefault(partition, 0);
    }

    /** Something stands in the queue behind the polls. */
    void expect() {
        waiting.incrementAndGet();
        wake.release();
    }

    /** It has been begun. */
    void begun() {
        waiting.decrementAndGet();
    }

    boolean expected() {
        return waiting.get() > 0;
    }

    /** Waits until there is a wish, or for so long. */
    void awaitWish(long millis) {
        try {
            if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static TopicPartition toKafka(PartitionId id) {
        return new TopicPartition(id.topic(), id.partition());
    }
}
