package dev.usher.bridge.kafka;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordSource;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A source with a sink that keeps everything, an event loop of its own and a clock that can be put forward. */
final class Reader implements RecordSource.Sink, AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final AtomicLong ahead = new AtomicLong();
    private final List<InboundRecord> records = new CopyOnWriteArrayList<>();
    private final List<Set<PartitionId>> forgotten = new CopyOnWriteArrayList<>();
    private final List<Boolean> heldWhenForgotten = new CopyOnWriteArrayList<>();
    private final Map<PartitionId, Long> finished = new ConcurrentHashMap<>();
    private final KafkaRecordSource source;
    private volatile int recordsWhenForgotten;
    private volatile CountDownLatch still = new CountDownLatch(0);
    private volatile CountDownLatch releasing = new CountDownLatch(0);
    private volatile boolean defective;

    Reader(String bootstrapServers, String topic, Map<String, String> properties) {
        Map<String, Secret> secrets = new HashMap<>();
        properties.forEach((name, value) -> secrets.put(name, Secret.of(value)));
        KafkaSettings settings = new KafkaSettings(bootstrapServers, topic + "-group", secrets, Duration.ofSeconds(3));
        Promise<KafkaRecordSource> made = Promise.promise();
        context.runOnContext(v -> {
            KafkaRecordSource opened =
                    new KafkaRecordSource(vertx, settings, Set.of(topic), () -> System.nanoTime() + ahead.get());
            opened.open(this);
            made.complete(opened);
        });
        source = await(made.future());
    }

    KafkaRecordSource source() {
        return source;
    }

    /** As if the clock had gone on while everything stood still. */
    void pass(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    /** From the next batch on the event loop stands still, until the latch is counted down. */
    CountDownLatch standStill() {
        still = new CountDownLatch(1);
        return still;
    }

    /** From the next release on the event loop stands still, until the latch is counted down. */
    CountDownLatch standStillWhenReleasing() {
        releasing = new CountDownLatch(1);
        return releasing;
    }

    /** The next batch is not taken but fails with an error. */
    void failNext() {
        defective = true;
    }

    /** Both in one step of the event loop. */
    void seekAndClose(PartitionId partition) {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(v -> {
            source.seek(partition, 0);
            source.close().onComplete(closed);
        });
        await(closed.future());
    }

    void finish(PartitionId partition, long position) {
        finished.put(partition, position);
    }

    List<Long> offsets() {
        return records.stream().map(InboundRecord::offset).toList();
    }

    /** Those that came after the partitions were last forgotten. */
    List<Long> offsetsSinceForgotten() {
        return offsets().stream().skip(recordsWhenForgotten).toList();
    }

    List<Set<PartitionId>> forgotten() {
        return List.copyOf(forgotten);
    }

    List<Boolean> heldWhenForgotten() {
        return List.copyOf(heldWhenForgotten);
    }

    @Override
    public void records(List<InboundRecord> batch) {
        if (defective) {
            defective = false;
            throw new StackOverflowError();
        }
        await(still);
        records.addAll(batch);
    }

    @Override
    public Future<Void> release(Set<PartitionId> partitions) {
        await(releasing);
        return Future.succeededFuture();
    }

    @Override
    public Map<PartitionId, Long> forget(Set<PartitionId> partitions) {
        recordsWhenForgotten = records.size();
        heldWhenForgotten.add(source.mayStillSend());
        forgotten.add(Set.copyOf(partitions));
        Map<PartitionId, Long> positions = new HashMap<>(finished);
        positions.keySet().retainAll(partitions);
        return positions;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        still.countDown();
        releasing.countDown();
        Promise<Void> closed = Promise.promise();
        context.runOnContext(v -> source.close().onComplete(closed));
        await(closed.future());
        await(vertx.close());
    }
}
