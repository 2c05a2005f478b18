package dev.usher.bridge.kafka;

import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries rebalances from Kafka's polling thread, which may wait, to the sink on its context, which may not. */
final class GroupMembership implements GroupConsumer.Membership {

    private static final Logger log = LoggerFactory.getLogger(GroupMembership.class);

    /** The sink answers this one at once; only a context that has ended lets it run out. */
    private static final Duration FORGET_TIMEOUT = Duration.ofSeconds(2);

    /** Here nobody waits for us any more, so an event loop that is just busy is waited for. */
    private static final Duration FORGET_LOST_TIMEOUT = Duration.ofSeconds(10);

    /** Closing a session takes milliseconds, also when the broker is away. */
    private static final Duration DISCARD_TIMEOUT = Duration.ofSeconds(5);

    private final Context context;
    private final Duration releaseTimeout;
    private final Ownership ownership;
    private volatile RecordSource.Sink sink;
    private volatile boolean joined;
    private volatile String unavailable;
    private volatile String pollFailure;
    private volatile String unconfirmed;
    private volatile String halted;
    private volatile Map<PartitionId, Long> behind = Map.of();

    GroupMembership(Context context, Duration releaseTimeout, Ownership ownership) {
        this.context = context;
        this.releaseTimeout = releaseTimeout;
        this.ownership = ownership;
    }

    void serve(RecordSource.Sink target) {
        sink = target;
    }

    Optional<String> problem() {
        if (halted != null) {
            return Optional.of(halted);
        }
        if (unavailable != null) {
            return Optional.of(unavailable);
        }
        if (pollFailure != null) {
            return Optional.of(pollFailure);
        }
        if (unconfirmed != null) {
            return Optional.of(unconfirmed);
        }
        return joined ? Optional.empty() : Optional.of("not a member of the consumer group yet");
    }

    void unavailable(Throwable cause) {
        unavailable = "no consumer: " + cause.getMessage();
    }

    void halted(Throwable cause) {
        halted = "halted by a defect: " + cause.getClass().getSimpleName() + "; restart to go on where it stopped";
    }

    @Override
    public void assigned(Collection<TopicPartition> partitions) {
        joined = true;
        log.info("partitions assigned partitions={}", partitions);
    }

    @Override
    public Optional<Map<TopicPartition, OffsetAndMetadata>> revoked(
            Collection<TopicPartition> partitions, Duration patience) {
        Set<PartitionId> ids = ids(partitions);
        Duration wait = releaseTimeout.compareTo(patience) < 0 ? releaseTimeout : patience;
        noLongerBehind(ids);
        boolean drained = await(() -> sink.release(ids).map(true), wait).orElse(false);
        Optional<Map<PartitionId, Long>> positions = await(() -> forget(partitions), FORGET_TIMEOUT);
        discard(ids);
        if (positions.isEmpty()) {
            log.warn("partitions revoked, but still held here partitions={}", partitions);
        } else {
            log.info("partitions revoked partitions={} drained={} positions={}", partitions, drained, positions.get());
        }
        return positions.map(GroupMembership::offsets);
    }

    @Override
    public Optional<Map<TopicPartition, OffsetAndMetadata>> lost(Collection<TopicPartition> partitions, String why) {
        joined = false;
        noLongerBehind(ids(partitions));
        log.warn("partitions lost partitions={} why={}", partitions, why);
        Optional<Map<PartitionId, Long>> positions = await(() -> forget(partitions), FORGET_LOST_TIMEOUT);
        discard(ids(partitions));
        return positions.map(GroupMembership::offsets);
    }

    /**
     * What is with JCSMP would be sent when the connection is back, after newer events of the next owner. Asked also when all is answered:
     * JCSMP may hold what it took in a call that failed.
     */
    private void discard(Set<PartitionId> ids) {
        if (await(() -> sink.discard(ids).map(true), DISCARD_TIMEOUT).isEmpty()) {
            log.error("events still with JCSMP; they may be sent after those of the next owner partitions={}", ids);
        }
    }

    private void noLongerBehind(Set<PartitionId> gone) {
        Map<PartitionId, Long> left = new HashMap<>(behind);
        left.keySet().removeAll(gone);
        behind = Map.copyOf(left);
    }

    private Future<Map<PartitionId, Long>> forget(Collection<TopicPartition> partitions) {
        ownership.givenAway(partitions);
        return Future.succeededFuture(sink.forget(ids(partitions)));
    }

    @Override
    public void committedOnRevoke(int partitions) {
        log.debug("positions stored with the revocation partitions={}", partitions);
    }

    @Override
    public void commitOnRevokeFailed(Exception cause) {
        log.warn(
                "positions not stored with the revocation; their records will be sent twice cause={}",
                cause.toString());
    }

    @Override
    public void polled(Map<PartitionId, Long> lag) {
        unavailable = null;
        pollFailure = null;
        unconfirmed = null;
        behind = lag;
    }

    @Override
    public void unconfirmed(Exception cause) {
        if (unconfirmed == null) {
            log.warn("membership not confirmed cause={}", cause.toString());
        }
        unconfirmed = "the group does not confirm the membership: " + cause.getMessage();
    }

    /** For each partition held, how many records of it are not read yet, as of a moment ago. */
    Map<PartitionId, Long> behind() {
        return behind;
    }

    @Override
    public void pollFailed(Exception cause) {
        String failure = "reading fails: " + cause.getMessage();
        if (!failure.equals(pollFailure)) {
            log.warn("reading fails cause={}", cause.toString());
        }
        pollFailure = failure;
    }

    static Map<TopicPartition, OffsetAndMetadata> offsets(Map<PartitionId, Long> positions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((id, position) -> offsets.put(Ownership.toKafka(id), new OffsetAndMetadata(position)));
        return offsets;
    }

    private static Set<PartitionId> ids(Collection<TopicPartition> partitions) {
        Set<PartitionId> ids = new HashSet<>();
        partitions.forEach(partition -> ids.add(new PartitionId(partition.topic(), partition.partition())));
        return ids;
    }

    /** Runs on the context and waits here; empty when that took too long or failed. The result is never null. */
    private <T> Optional<T> await(Supplier<Future<T>> work, Duration timeout) {
        CompletableFuture<Optional<T>> done = new CompletableFuture<>();
        context.runOnContext(v -> {
            try {
                work.get().onComplete(result -> {
                    if (result.succeeded()) {
                        done.complete(Optional.of(result.result()));
                    } else {
                        done.completeExceptionally(result.cause());
                    }
                });
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            log.error("partitions not handed over properly", e.getCause());
            return Optional.empty();
        }
    }
}
