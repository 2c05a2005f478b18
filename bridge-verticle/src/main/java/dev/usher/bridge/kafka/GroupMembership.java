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

    private final Context context;
    private final Duration releaseTimeout;
    private volatile RecordSource.Sink sink;
    private volatile boolean joined;
    private volatile String unavailable;
    private volatile String pollFailure;
    private volatile String halted;

    GroupMembership(Context context, Duration releaseTimeout) {
        this.context = context;
        this.releaseTimeout = releaseTimeout;
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
    public Map<TopicPartition, OffsetAndMetadata> revoked(Collection<TopicPartition> partitions) {
        Set<PartitionId> ids = ids(partitions);
        boolean drained =
                await(() -> sink.release(ids).map(true), releaseTimeout).orElse(false);
        Map<PartitionId, Long> positions = await(() -> Future.succeededFuture(sink.forget(ids)), FORGET_TIMEOUT)
                .orElse(Map.of());
        log.info("partitions revoked partitions={} drained={} positions={}", partitions, drained, positions);
        return offsets(positions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        joined = false;
        log.warn("partitions lost partitions={}", partitions);
        Set<PartitionId> ids = ids(partitions);
        await(() -> Future.succeededFuture(sink.forget(ids)), FORGET_TIMEOUT);
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
    public void polled() {
        unavailable = null;
        pollFailure = null;
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
        positions.forEach((id, position) ->
                offsets.put(new TopicPartition(id.topic(), id.partition()), new OffsetAndMetadata(position)));
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
            } catch (RuntimeException e) {
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
