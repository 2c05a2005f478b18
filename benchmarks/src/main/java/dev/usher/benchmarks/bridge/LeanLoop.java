package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import io.vertx.core.json.JsonObject;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The fastest way from Kafka to direct messages that we know, and nothing else: poll, topic, reused messages, up to fifty of them
 * with one call. No check of the payload, no dead letters, no second try, one thread. Reads {@code properties}.
 */
final class LeanLoop extends LoopContender {

    /** The most that {@code sendMultiple} takes. */
    private static final int BATCH = 50;

    private LeanLoop() {}

    public static void main(String[] args) {
        new LeanLoop().serve();
    }

    @Override
    Loop loop(JCSMPSession session, JsonObject how) throws JCSMPException {
        Calls calls = new Calls(
                session.getMessageProducer(new Ignoring()), DeliveryMode.DIRECT, BATCH, how.getBoolean("properties"));
        return records -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                calls.add(record, null);
            }
            calls.flush();
        };
    }
}
