package dev.usher.bridge.kafka;

import dev.usher.bridge.core.PartitionId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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
 * A Kafka consumer that hands its partitions over properly and knows for how long they are its own.
 *
 * <p>The Vert.x client only schedules its revoke handler and lets the rebalance go on, so nothing could be committed before the next
 * owner starts; here the polling thread waits and commits inside Kafka's own call back.
 *
 * <p>A poll that succeeds proves nothing: it succeeds without Kafka, and on a process that was stopped it returns what was fetched
 * before. A commit is answered to members only, so each one renews the {@link Lease}, and when none is made for a while the
 * positions that are stored anyway are stored again. Once the lease has ended everything is forgotten and read again from those
 * positions, as soon as such a commit has succeeded; when it is refused Kafka takes the partitions away by itself.
 *
 * <p>All methods run on the thread that polls.
 */
final class GroupConsumer extends KafkaConsumer<byte[], byte[]> {

    /** What the consumer tells about itself, on the polling thread. */
    interface Membership {
        void assigned(Collection<TopicPartition> partitions);

        /**
         * May block, but not much longer than this; the partitions are given away when it returns.
         *
         * @return what of them may be committed; empty when it is not sure that nothing more of them will be sent
         */
        Optional<Map<TopicPartition, OffsetAndMetadata>> revoked(
                Collection<TopicPartition> partitions, Duration patience);

        /**
         * Somebody else may have read from these for some time.
         *
         * @return what of them may be committed; empty when it is not sure that nothing more of them will be sent
         */
        Optional<Map<TopicPartition, OffsetAndMetadata>> lost(Collection<TopicPartition> partitions, String why);

        void committedOnRevoke(int partitions);

        void commitOnRevokeFailed(Exception cause);

        void polled(Map<PartitionId, Long> behind);

        /** The coordinator did not confirm that these are still ours. */
        void unconfirmed(Exception cause);

        void pollFailed(Exception cause);
    }

    /** While some partitions are paused a poll of the others may find nothing, and the wish to resume waits for it. */
    private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    private final Membership membership;
    private final Ownership ownership;
    private final Lease lease;
    private final Duration commitTimeout;

    private final Map<TopicPartition, PartitionId> ids = new HashMap<>();

    private final SafePositions safe = new SafePositions();

    /** Partitions given away of which the sink may still hold something. */
    private final Set<TopicPartition> unforgotten = new HashSet<>();

    private final PartitionLag lag;
    private long pollBegan;
    private boolean startingOver;

    GroupConsumer(Map<String, Object> config, Membership membership, Ownership ownership, Lease lease) {
        super(config);
        this.membership = membership;
        this.ownership = ownership;
        this.lease = lease;
        // A quarter of the lease until a confirmation is due, a third for a release, a quarter for a commit: together
        // less than one.
        Duration quarter = lease.duration().dividedBy(4);
        this.commitTimeout = quarter.compareTo(COMMIT_TIMEOUT) < 0 ? quarter : COMMIT_TIMEOUT;
        this.pollBegan = lease.now();
        this.lag = new PartitionLag(this::id, pollBegan);
    }

    /** The listener of the Vert.x client is replaced. */
    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener ignored) {
        super.subscribe(topics, new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                taken(partitions);
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                handOver(partitions);
            }

            @Override
            public void onPartitionsLost(Collection<TopicPartition> partitions) {
                lease.end();
                safe.gone(partitions);
                lag.gone(partitions, lease.now());
                if (membership.lost(partitions, "the membership ended").isEmpty()) {
                    unforgotten.addAll(partitions);
                }
            }
        });
    }

    /**
     * A join may have been under way for many polls, so when the coordinator was asked for it we do not know: the lease begins with the
     * first answer after it, in {@link #startOver}.
     */
    private void taken(Collection<TopicPartition> partitions) {
        boolean nothingFromBefore = partitions.containsAll(assignment()) && unforgotten.isEmpty();
        if (nothingFromBefore && !partitions.isEmpty()) {
            lease.end();
            startingOver = true;
        } else {
            membership.assigned(partitions);
        }
    }

    private void handOver(Collection<TopicPartition> partitions) {
        Optional<Map<TopicPartition, OffsetAndMetadata>> positions =
                membership.revoked(partitions, lease.duration().dividedBy(3));
        if (positions.isEmpty()) {
            // Somebody else is about to send what may still be on its way here.
            unforgotten.addAll(partitions);
            lease.end();
        } else if (!positions.get().isEmpty()) {
            try {
                commitDespiteWakeup(positions.get());
                membership.committedOnRevoke(positions.get().size());
            } catch (KafkaException e) {
                membership.commitOnRevokeFailed(e);
            }
        }
        safe.gone(partitions);
        lag.gone(partitions, lease.now());
    }

    private void commitDespiteWakeup(Map<TopicPartition, OffsetAndMetadata> positions) {
        try {
            store(positions);
        } catch (WakeupException e) {
            // The wish to close, which closing itself will see to.
            store(positions);
        }
    }

    /** A commit is answered to members only, so it confirms that we are one. */
    private void store(Map<TopicPartition, OffsetAndMetadata> positions) {
        long asked = Math.min(lease.now(), pollBegan);
        super.commitSync(positions, commitTimeout);
        positions.forEach((partition, position) -> safe.finished(partition, position.offset()));
        lease.renew(asked);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            return read(timeout);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            throw failed(e);
        } catch (RuntimeException | Error e) {
            // How far the consumer has got is uncertain now.
            safe.uncertain();
            lease.end();
            throw failed(new KafkaException("reading failed by a defect: " + e, e));
        }
    }

    /** There is a next poll at once. */
    private KafkaException failed(KafkaException cause) {
        membership.pollFailed(cause);
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
        return cause;
    }

    private Fetched read(Duration timeout) {
        if (!lease.held()) {
            startOver();
        } else if (lease.due()) {
            confirm();
        }
        boolean allPaused = applyPauses();
        lag.look(this, lease.now());
        pollBegan = lease.now();
        ConsumerRecords<byte[], byte[]> records = super.poll(patience(timeout, allPaused));
        try {
            return handOn(records, allPaused);
        } catch (KafkaException e) {
            // Kafka has gone on behind these records and would never bring them again.
            throw new IllegalStateException("after a poll: " + e, e);
        }
    }

    private Fetched handOn(ConsumerRecords<byte[], byte[]> records, boolean allPaused) {
        for (TopicPartition partition : records.partitions()) {
            safe.firstRead(partition, records.records(partition).get(0).offset());
        }
        if (!lease.held() && !assignment().isEmpty()) {
            // Perhaps the process stood still in here, and these are not ours any more. They come again if they are.
            return Fetched.NOTHING;
        }
        membership.polled(lag.behind());
        if (allPaused && records.isEmpty() && !ownership.expected()) {
            ownership.awaitWish(POLL_WHILE_PAUSED.toMillis());
        }
        return records.isEmpty() ? Fetched.NOTHING : Fetched.from(records, this::id);
    }

    private Duration patience(Duration timeout, boolean allPaused) {
        if (allPaused || ownership.expected()) {
            return Duration.ZERO;
        }
        return paused().isEmpty() ? timeout : POLL_WHILE_PAUSED;
    }

    /** @return whether there are partitions and all of them are paused */
    private boolean applyPauses() {
        Set<TopicPartition> pause = new HashSet<>();
        Set<TopicPartition> resume = new HashSet<>();
        Set<TopicPartition> held = assignment();
        Set<TopicPartition> paused = paused();
        for (TopicPartition partition : held) {
            boolean wanted = ownership.paused(partition);
            if (wanted != paused.contains(partition)) {
                (wanted ? pause : resume).add(partition);
            }
        }
        if (!pause.isEmpty()) {
            super.pause(pause);
        }
        if (!resume.isEmpty()) {
            super.resume(resume);
        }
        return !held.isEmpty() && paused().size() == held.size();
    }

    /** Stores what is stored anyway, for the answer. */
    private void confirm() {
        try {
            Map<TopicPartition, OffsetAndMetadata> known = safe.of(assignment(), this, commitTimeout);
            if (!known.isEmpty()) {
                store(known);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            membership.unconfirmed(e);
        }
    }

    private void startOver() {
        Set<TopicPartition> held = assignment();
        if (!startingOver || !unforgotten.isEmpty()) {
            unforgotten.addAll(held);
            if (unforgotten.isEmpty()) {
                return;
            }
            Optional<Map<TopicPartition, OffsetAndMetadata>> finished =
                    membership.lost(Set.copyOf(unforgotten), "not confirmed for " + lease.duration());
            if (finished.isEmpty()) {
                throw new KafkaException("what was read before is still held");
            }
            unforgotten.clear();
            startingOver = true;
            finished.get().forEach((partition, position) -> {
                if (held.contains(partition)) {
                    safe.finished(partition, position.offset());
                }
            });
        }
        if (held.isEmpty()) {
            return;
        }
        try {
            long asked = lease.now();
            Map<TopicPartition, OffsetAndMetadata> known = safe.of(held, this, commitTimeout);
            store(known);
            known.forEach((partition, position) -> super.seek(partition, position.offset()));
            startingOver = false;
            lease.begin(asked);
            membership.assigned(held);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            membership.unconfirmed(e);
        }
    }

    private PartitionId id(TopicPartition partition) {
        return ids.computeIfAbsent(partition, p -> new PartitionId(p.topic(), p.partition()));
    }

    /** A commit that waited behind a rebalance must not touch what others own now, or owned in between. */
    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        ownership.begun();
        Set<TopicPartition> held = assignment();
        Map<TopicPartition, OffsetAndMetadata> ours = new HashMap<>();
        offsets.forEach((partition, position) -> {
            if (held.contains(partition) && ownership.isNow(partition, position)) {
                ours.put(partition, new OffsetAndMetadata(position.offset()));
            }
        });
        if (!ours.isEmpty()) {
            store(ours);
        }
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata position) {
        ownership.begun();
        if (!ownership.isNow(partition, position)) {
            throw new IllegalStateException(partition + " was given away");
        }
        super.seek(partition, position.offset());
    }

    @Override
    public void close() {
        super.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }
}
