package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.benchmarks.Jcsmp;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A contender that is one loop on one thread: poll, carry, now and then commit. */
abstract class LoopContender extends Contender {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_NANOS = 1_000_000_000;

    private volatile boolean ending;
    private Thread thread;
    private JCSMPSession session;

    /** What carries the records of one round. */
    interface Loop {
        void carry(ConsumerRecords<byte[], byte[]> records) throws JCSMPException;

        /** Commits what may be; by default all that was polled. */
        default void commit(KafkaConsumer<byte[], byte[]> consumer) {
            consumer.commitAsync();
        }
    }

    abstract Loop loop(JCSMPSession session, JsonObject how) throws JCSMPException;

    @Override
    void begin(JsonObject how) throws JCSMPException {
        ending = false;
        session = Jcsmp.session(how.getString("smf"), how.getString("group"));
        Loop loop = loop(session, how);
        thread = new Thread(() -> run(loop, how), "loop");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Loop loop, JsonObject how) {
        // The defaults of the plain client, and what the bridge sets, too.
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                how.getString("bootstrapServers"),
                ConsumerConfig.GROUP_ID_CONFIG,
                how.getString("group"),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(how.getString("topic")));
            long committed = System.nanoTime();
            while (!ending) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                loop.carry(records);
                if (System.nanoTime() - committed > COMMIT_NANOS) {
                    committed = System.nanoTime();
                    loop.commit(consumer);
                }
            }
        } catch (JCSMPException e) {
            if (!ending) {
                say("failed", new JsonObject().put("cause", e.toString()));
            }
        }
    }

    /** The session goes first: the thread may wait in it for a server that does not read. */
    @Override
    void end() throws InterruptedException {
        ending = true;
        session.closeSession();
        thread.join();
    }
}
