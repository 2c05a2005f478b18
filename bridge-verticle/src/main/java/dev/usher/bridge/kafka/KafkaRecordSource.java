package dev.usher.bridge.kafka;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics as a member of a consumer group, on the context it was opened on. Kafka need not be there: opening is tried
 * until it works, and the client reconnects by itself. Nothing is committed except by {@link #commit} and, of what the sink
 * allows, when partitions are given away.
 */
public final class KafkaRecordSource implements RecordSource {

    private static final Logger log = LoggerFactory.getLogger(KafkaRecordSource.class);

    /** Bounds how long pause, resume and commit stand in the queue behind a poll that finds nothing. */
    private static final Duration POLL_TIMEOUT = Duration.ofMillis(100);

    private final Vertx vertx;
    private final Context context;
    private final KafkaSettings settings;
    private final Set<String> topics;
    private final GroupMembership membership;
    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
    private final Map<TopicPartition, PartitionId> ids = new HashMap<>();
    private Sink sink;
    private KafkaReadStream<byte[], byte[]> stream;
    private boolean closed;

    /** To be made on the context on which records are wanted. */
    public KafkaRecordSource(Vertx vertx, KafkaSettings settings, Set<String> topics) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.settings = settings;
        this.topics = Set.copyOf(topics);
        this.membership = new GroupMembership(context, settings.releaseTimeout());
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
        vertx.executeBlocking(() -> new GroupConsumer(settings.forConsumer(), membership))
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
        stream.pollTimeout(POLL_TIMEOUT);
        // Each trouble is also told where it belongs: to the membership, or as the failure of a commit.
        stream.exceptionHandler(cause -> log.debug("kafka consumer trouble cause={}", cause.toString()));
        stream.batchHandler(this::deliver);
        stream.subscribe(topics).onFailure(cause -> {
            membership.unavailable(cause);
            log.error("kafka subscription refused topics={}", topics, cause);
        });
    }

    private void deliver(ConsumerRecords<byte[], byte[]> records) {
        if (closed) {
            return;
        }
        List<InboundRecord> batch = new ArrayList<>(records.count());
        for (TopicPartition partition : records.partitions()) {
            PartitionId id = id(partition);
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                batch.add(new InboundRecord(
                        id, record.offset(), record.timestamp(), record.key(), record.value(), headers(record)));
            }
        }
        try {
            sink.records(batch);
        } catch (RuntimeException e) {
            // Going on would step over the records that were not taken. Standing still loses nothing and shows in
            // /ready.
            log.error("bridge halted by a defect", e);
            membership.halted(e);
            stream.pause();
        }
    }

    private static List<InboundRecord.Header> headers(ConsumerRecord<byte[], byte[]> record) {
        Header[] headers = record.headers().toArray();
        if (headers.length == 0) {
            return List.of();
        }
        List<InboundRecord.Header> copied = new ArrayList<>(headers.length);
        for (Header header : headers) {
            copied.add(new InboundRecord.Header(header.key(), header.value()));
        }
        return copied;
    }

    @Override
    public void pause(Set<PartitionId> partitions) {
        if (stream != null && !closed) {
            stream.pause(toKafka(partitions));
        }
    }

    @Override
    public void resume(Set<PartitionId> partitions) {
        if (stream != null && !closed) {
            stream.resume(toKafka(partitions));
        }
    }

    @Override
    public Future<Void> commit(Map<PartitionId, Long> positions) {
        // A task for a stream that was closed would start a thread that nobody ends.
        if (stream == null || closed) {
            return Future.failedFuture("not connected to Kafka");
        }
        return stream.commit(GroupMembership.offsets(positions)).mapEmpty();
    }

    @Override
    public Future<Void> seek(PartitionId partition, long position) {
        if (stream == null || closed) {
            return Future.failedFuture("not connected to Kafka");
        }
        return stream.seek(new TopicPartition(partition.topic(), partition.partition()), position);
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
        return stream.close().recover(cause -> {
            log.warn("kafka consumer not closed cleanly cause={}", cause.toString());
            return Future.succeededFuture();
        });
    }

    private PartitionId id(TopicPartition partition) {
        return ids.computeIfAbsent(partition, p -> new PartitionId(p.topic(), p.partition()));
    }

    private static Set<TopicPartition> toKafka(Collection<PartitionId> partitions) {
        Set<TopicPartition> result = new HashSet<>();
        partitions.forEach(id -> result.add(new TopicPartition(id.topic(), id.partition())));
        return result;
    }
}
