package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Role;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordMapper;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.RecordSource;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.kafka.KafkaRecordSource;
import dev.usher.bridge.kafka.KafkaSettings;
import dev.usher.bridge.mapping.JsonFormat;
import dev.usher.bridge.mapping.RouteMapping;
import dev.usher.bridge.mapping.TopicRoutes;
import dev.usher.runtime.config.Secret;
import dev.usher.topics.ReservedCharacters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.kafka.client.consumer.KafkaReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning in one of the ways that are compared, and does the same work for each record: what the bridge does,
 * finding the topic of three fields of its payload. Arguments: bootstrap servers, then properties of the consumer as {@code name=value}.
 *
 * <p>Command {@code read WAY TOPIC RECORDS}: the time is from the first record to the last, without joining the group.
 */
final class ReadingRole extends Role {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 60;
    private static final String TEMPLATE = "{countryCode}/{exchange}/{tickerSymbol}";
    private static final Route ROUTE = new Route("quotes", "reading", Delivery.direct(true, RecordProperties.DEFAULT));

    private final String bootstrapServers;
    private final Map<String, String> properties = new HashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();

    private ReadingRole(String[] args) {
        bootstrapServers = args[0];
        for (int i = 1; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            properties.put(pair[0], pair[1]);
        }
    }

    public static void main(String[] args) {
        new ReadingRole(args).serve();
    }

    @Override
    protected void start(JsonObject ready) {
        // A consumer is made for every command.
    }

    @Override
    protected void command(String command, JsonObject answer) throws Exception {
        String[] words = command.split(" ", -1);
        Work work = new Work(Long.parseLong(words[3]));
        switch (words[1]) {
            case "plain" -> plain(words[2], work);
            case "stream" -> stream(words[2], work);
            case "bridge" -> bridge(words[2], work);
            default -> throw new IllegalArgumentException("no such way: " + words[1]);
        }
        answer.put("records", work.count).put("seconds", work.seconds()).put("mapped", work.mapped);
    }

    /** What every way does with its records, all of it on one thread. */
    private static final class Work {
        private final long expected;
        private final CountDownLatch done = new CountDownLatch(1);
        private long begin;
        private long end;
        private final RecordMapper mapper = new TopicRoutes(
                JsonFormat.INSTANCE, List.of(RouteMapping.of(ROUTE, TEMPLATE, ReservedCharacters.ENCODE)));
        private long count;
        private long mapped;

        Work(long expected) {
            this.expected = expected;
        }

        void batch(int records) {
            if (count == 0 && records > 0) {
                begin = System.nanoTime();
            }
        }

        void record(InboundRecord record) {
            if (mapper.map(record) instanceof MapOutcome.Mapped) {
                mapped++;
            }
            if (++count == expected) {
                end = System.nanoTime();
                done.countDown();
            }
        }

        boolean open() {
            return count < expected;
        }

        void await() throws InterruptedException {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("not all records came: " + count + " of " + expected);
            }
        }

        double seconds() {
            return (end - begin) / 1e9;
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(properties);
        config.put("bootstrap.servers", bootstrapServers);
        config.put("group.id", UUID.randomUUID().toString());
        config.put("auto.offset.reset", "earliest");
        config.put("isolation.level", "read_committed");
        config.put("enable.auto.commit", false);
        return config;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void plain(String topic, Work work) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.subscribe(Set.of(topic));
            while (work.open()) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                work.batch(records.count());
                for (InboundRecord record : converted(records)) {
                    work.record(record);
                }
            }
        }
    }

    /** As the Vert.x client is meant to be used for batches. */
    private void stream(String topic, Work work) throws Exception {
        Promise<KafkaReadStream<byte[], byte[]>> made = Promise.promise();
        context.runOnContext(v -> {
            KafkaReadStream<byte[], byte[]> stream = KafkaReadStream.create(vertx, consumer());
            stream.pollTimeout(POLL);
            stream.batchHandler(records -> {
                work.batch(records.count());
                for (InboundRecord record : converted(records)) {
                    work.record(record);
                }
            });
            stream.subscribe(Set.of(topic)).map(stream).onComplete(made);
        });
        KafkaReadStream<byte[], byte[]> stream = await(made.future());
        work.await();
        await(stream.close());
    }

    private void bridge(String topic, Work work) throws Exception {
        Map<String, Secret> secrets = new HashMap<>();
        properties.forEach((name, value) -> secrets.put(name, Secret.of(value)));
        KafkaSettings settings =
                new KafkaSettings(bootstrapServers, UUID.randomUUID().toString(), secrets, Duration.ofSeconds(3));
        Promise<KafkaRecordSource> made = Promise.promise();
        context.runOnContext(v -> {
            KafkaRecordSource source = new KafkaRecordSource(vertx, settings, Set.of(topic));
            source.open(new CountingSink(work));
            made.complete(source);
        });
        KafkaRecordSource source = await(made.future());
        work.await();
        Promise<Void> closed = Promise.promise();
        context.runOnContext(v -> source.close().onComplete(closed));
        await(closed.future());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** What every way has to do: the core knows no Kafka. */
    private static List<InboundRecord> converted(ConsumerRecords<byte[], byte[]> records) {
        List<InboundRecord> batch = new ArrayList<>(records.count());
        records.partitions().forEach(partition -> {
            PartitionId id = new PartitionId(partition.topic(), partition.partition());
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                batch.add(new InboundRecord(
                        id, record.offset(), record.timestamp(), record.key(), record.value(), List.of()));
            }
        });
        return batch;
    }

    private record CountingSink(Work work) implements RecordSource.Sink {
        @Override
        public void records(List<InboundRecord> batch) {
            work.batch(batch.size());
            for (InboundRecord record : batch) {
                work.record(record);
            }
        }

        @Override
        public Future<Void> release(Set<PartitionId> partitions) {
            return Future.succeededFuture();
        }

        @Override
        public Map<PartitionId, Long> forget(Set<PartitionId> partitions) {
            return Map.of();
        }
    }
}
