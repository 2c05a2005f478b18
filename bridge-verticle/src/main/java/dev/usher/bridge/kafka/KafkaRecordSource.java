package dev.usher.bridge.kafka;

import dev.usher.bridge.core.Backoff;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics as a member of a consumer group, on the context it was opened on. Kafka need not be there: opening is tried
 * until it works, and the client reconnects by itself. Nothing is committed except by {@link #commit} and, of what the sink
 * allows, when partitions are given away.
 *
 * <p>{@value #READ_AHEAD} polls are asked for at any time, and the next one when the sink has taken what one brought. So the polling
 * thread fetches and converts while the sink works, and at most
 * {@code READ_AHEAD x max.poll.records} records are between Kafka's client and the sink. Kafka's client itself holds at most one fetch
 * for each broker, {@code fetch.max.bytes} or {@code max.partition.fetch.bytes} for each partition if that is less. A pause takes
 * effect with the next poll that begins, so {@code READ_AHEAD x max.poll.records} records may follow it.
 */
public final class KafkaRecordSource implements RecordSource {

    private static final Logger log = LoggerFactory.getLogger(KafkaRecordSource.class);

    /** Bounds how long pause, resume and commit stand in the queue behind a poll that finds nothing. */
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    /**
     * Closing takes a revocation, with its release, forgetting and commit, and five seconds for Kafka's answer. A consumer that ends with a
     * defect never answers.
     */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(60);

    /** One batch in the hands of the sink, one on its way from Kafka. */
    static final int READ_AHEAD = 2;

    private final Vertx vertx;
    private final Context context;
    private final KafkaSettings settings;
    private final Set<String> topics;
    private final Ownership ownership = new Ownership();
    private final Lease lease;
    private final GroupMembership membership;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
    private Sink sink;
    private KafkaReadStream<byte[], byte[]> stream;
    private boolean closed;
    private boolean halted;

    /** To be made on the context on which records are wanted. */
    public KafkaRecordSource(Vertx vertx, KafkaSettings settings, Set<String> topics) {
        this(vertx, settings, topics, System::nanoTime);
    }

    /** @param clock in nanoseconds, see {@link Lease} */
    KafkaRecordSource(Vertx vertx, KafkaSettings settings, Set<String> topics, LongSupplier clock) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.topics = Set.copyOf(topics);
        this.lease = new Lease(settings.lease(), clock);
        this.membership = new GroupMembership(context, settings.releaseTimeout(), ownership);
    }

    /** Begins to read, as soon as Kafka lets it. */
    public void open(Sink target) {
        sink = target;
        membership.serve(target);
        connect();
    }

    /** Why records do not arrive, as far as the consumer knows; empty when it is a member of its group. Safe on any thread. */
    public Optional<String> problem() {
        return membership.problem();
    }

    private void connect() {
        // The constructor resolves host names, which may block.
        vertx.executeBlocking(() -> new GroupConsumer(settings.forConsumer(), membership, ownership, lease))
                .onSuccess(this::subscribe)
                .onFailure(cause -> {
                    membership.unavailable(cause);
                    if (!closed) {
                        Duration delay = backoff.next();
                        log.warn("kafka consumer not created retryIn={} cause={}", delay, cause.toString());
                        vertx.setTimer(delay.toMillis(), timer -> {
                            if (!closed) {
                                connect();
                            }
                        });
                    }
                });
    }

    private void subscribe(GroupConsumer consumer) {
        if (closed) {
            vertx.executeBlocking(() -> {
                consumer.close();
                return null;
            });
            return;
        }
        stream = KafkaReadStream.create(vertx, consumer);
        // Each trouble is also told where it belongs: to the membership, or as the failure of a commit.
        stream.exceptionHandler(cause -> log.debug("kafka consumer trouble cause={}", cause.toString()));
        stream.subscribe(topics)
                .onSuccess(subscribed -> {
                    for (int i = 0; i < READ_AHEAD; i++) {
                        read();
                    }
                })
                .onFailure(cause -> {
                    membership.unavailable(cause);
                    log.error("kafka subscription refused topics={}", topics, cause);
                });
    }

    /** Polls stand in one queue with commits and seeks, on the thread of the stream. */
    private void read() {
        if (closed || halted) {
            return;
        }
        stream.poll(POLL_TIMEOUT).onComplete(polled -> {
            if (polled.succeeded() && polled.result() instanceof Fetched fetched && !closed && !halted) {
                deliver(fetched.batch());
            }
            read();
        });
    }

    private void deliver(List<InboundRecord> batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            sink.records(batch);
        } catch (RuntimeException | Error e) {
            // Going on would step over the records that were not taken, and there is another chain of reads. Standing
            // still loses nothing and shows in /ready.
            halted = true;
            membership.halted(e);
            log.error("bridge halted by a defect", e);
        }
    }

    Lease lease() {
        return lease;
    }

    @Override
    public boolean mayStillSend() {
        return lease.held();
    }

    /**
     * For each partition held, how many of its records are not read yet, as Kafka said with the last fetch, at most a second or so ago
     * for a partition that is not paused. A partition of which nothing was fetched yet is missing. Safe on any thread.
     */
    public Map<PartitionId, Long> behind() {
        return membership.behind();
    }

    @Override
    public void pause(Set<PartitionId> partitions) {
        ownership.pause(toKafka(partitions));
    }

    @Override
    public void resume(Set<PartitionId> partitions) {
        ownership.resume(toKafka(partitions));
    }

    @Override
    public Future<Void> commit(Map<PartitionId, Long> positions) {
        // A task for a stream that was closed would start a thread that nobody ends.
        if (stream == null || closed) {
            return Future.failedFuture("not connected to Kafka");
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach((id, position) -> {
            TopicPartition partition = Ownership.toKafka(id);
            offsets.put(partition, ownership.now(partition, position));
        });
        ownership.expect();
        return stream.commit(offsets).mapEmpty();
    }

    @Override
    public Future<Void> seek(PartitionId id, long position) {
        if (stream == null || closed) {
            return Future.failedFuture("not connected to Kafka");
        }
        TopicPartition partition = Ownership.toKafka(id);
        ownership.expect();
        return stream.seek(partition, ownership.now(partition, position));
    }

    @Override
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        if (stream == null) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        // A seek goes to the polling thread by way of the context. If it came after the close it would start another
        // thread, on a closed consumer, that nobody ends.
        context.runOnContext(queued -> stream.close().onComplete(end -> {
            if (end.failed()) {
                log.warn(
                        "kafka consumer not closed cleanly cause={}",
                        end.cause().toString());
            }
            done.tryComplete();
        }));
        long timer = vertx.setTimer(CLOSE_TIMEOUT.toMillis(), late -> {
            if (done.tryComplete()) {
                log.warn("kafka consumer not closed within timeout={}", CLOSE_TIMEOUT);
            }
        });
        return done.future().onComplete(end -> vertx.cancelTimer(timer));
    }

    private static Set<TopicPartition> toKafka(Collection<PartitionId> partitions) {
        Set<TopicPartition> result = new HashSet<>();
        partitions.forEach(id -> result.add(Ownership.toKafka(id)));
        return result;
    }
}
