package dev.usher.bridge.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A Kafka consumer that hands its partitions over properly. The Vert.x client only schedules its revoke handler and lets the
 * rebalance go on, so nothing could be committed before the next owner starts; here the polling thread waits and commits
 * inside Kafka's own call back. All methods run on the thread that polls.
 */
final class GroupConsumer extends KafkaConsumer<byte[], byte[]> {

    /** What the consumer tells about itself, on the polling thread. */
    interface Membership {
        void assigned(Collection<TopicPartition> partitions);

        /** May block; the partitions are given away when it returns. */
        Map<TopicPartition, OffsetAndMetadata> revoked(Collection<TopicPartition> partitions);

        /** Somebody else may have read from these for some time. */
        void lost(Collection<TopicPartition> partitions);

        void committedOnRevoke(int partitions);

        void commitOnRevokeFailed(Exception cause);

        void polled();

        void pollFailed(Exception cause);
    }

    /** While partitions are paused a poll may wait for nothing, and the wish to resume stands in the queue behind it. */
    private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private final Membership membership;

    GroupConsumer(Map<String, Object> config, Membership membership) {
        super(config);
        this.membership = membership;
    }

    /** The listener of the Vert.x client is replaced. */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener ignored) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                membership.assigned(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                handOver(membership.revoked(partitions));
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                membership.lost(partitions);
            }
        });
    }

    private void handOver(Map<TopicPartition, OffsetAndMetadata> positions) {
        if (positions.isEmpty()) {
            return;
        }
        try {
            super.commitSync(positions, COMMIT_TIMEOUT);
            membership.committedOnRevoke(positions.size());
        } catch (KafkaException e) {
            membership.commitOnRevokeFailed(e);
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(paused().isEmpty() ? timeout : POLL_WHILE_PAUSED);
            membership.polled();
            return records;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // The Vert.x client polls again at once.
            membership.pollFailed(e);
            LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
            throw e;
        }
    }

    /** A commit that waited behind a rebalance must not touch what others own now. */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> held = new HashMap<>(offsets);
        held.keySet().retainAll(assignment());
        if (!held.isEmpty()) {
            super.commitSync(held, COMMIT_TIMEOUT);
        }
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(held(partitions));
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        super.resume(held(partitions));
    }

    private Set<TopicPartition> held(Collection<TopicPartition> partitions) {
        Set<TopicPartition> held = new HashSet<>(partitions);
        held.retainAll(assignment());
        return held;
    }

    @Override
    public void close() {
        super.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
