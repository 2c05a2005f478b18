package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Role;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes {@link Quotes}, the partitions in turn, so that the number in each is its offset. Arguments: bootstrap servers.
 *
 * <p>Commands: {@code fill TOPIC RECORDS SYMBOLS} as fast as it can; {@code pace TOPIC RATE RECORDS SYMBOLS} at a steady rate: it
 * says {@code begun} with its clock, waits for nobody, and sends at once what is late.
 */
final class QuoteProducer extends Role {

    private final String bootstrapServers;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private QuoteProducer(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public static void main(String[] args) {
        new QuoteProducer(args[0]).serve();
    }

    @Override
    protected void start(JsonObject ready) {
        // A producer is made for every command.
    }

    @Override
    protected void command(String command, JsonObject answer) throws Exception {
        String[] words = command.split(" ", -1);
        boolean paced = words[0].equals("pace");
        String topic = words[1];
        double rate = paced ? Double.parseDouble(words[2]) : 0;
        long records = Long.parseLong(words[paced ? 3 : 2]);
        int symbols = Integer.parseInt(words[paced ? 4 : 3]);
        // Whoever paces wants to see each record soon: what waits while a request is under way is a batch.
        Map<String, Object> config = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                paced ? 0 : 5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                128 * 1024);
        long latest = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(topic);
            long begin = System.nanoTime();
            if (paced) {
                say("begun", new JsonObject().put("nanos", begin));
            }
            for (long i = 0; i < records; i++) {
                if (paced) {
                    latest = Math.max(latest, awaitTurn(begin + (long) (i / rate * 1e9)));
                }
                producer.send(record(topic, i, symbols), (sent, cause) -> {
                    if (cause != null) {
                        failure.compareAndSet(null, cause);
                    }
                });
            }
            producer.flush();
            answer.put("seconds", (System.nanoTime() - begin) / 1e9);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        answer.put("sent", records).put("latestMillis", latest / 1e6);
    }

    private static long awaitTurn(long due) {
        long now = System.nanoTime();
        while (now < due) {
            LockSupport.parkNanos(Math.min(due - now, TimeUnit.MILLISECONDS.toNanos(1)));
            now = System.nanoTime();
        }
        return now - due;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, long i, int symbols) {
        int partition = (int) (i % Quotes.PARTITIONS);
        long number = i / Quotes.PARTITIONS;
        int symbol = Quotes.symbol(partition, number, symbols);
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(symbol).array();
        return new ProducerRecord<>(
                topic, partition, key, Quotes.payload(symbol, partition, number, System.nanoTime()));
    }
}
