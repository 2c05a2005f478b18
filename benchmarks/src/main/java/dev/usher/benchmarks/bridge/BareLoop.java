package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The fastest way from Kafka to guaranteed messages that we know: poll, topic, send with 255 unacknowledged, commit what was
 * acknowledged. A refusal is only printed. Reads {@code properties} and {@code batch}: so many messages with one call, 1 for
 * {@code send}.
 */
final class BareLoop extends LoopContender {

    private BareLoop() {}

    public static void main(String[] args) {
        new BareLoop().serve();
    }

    @Override
    Loop loop(JCSMPSession session, JsonObject how) throws JCSMPException {
        Acknowledged acknowledged = new Acknowledged(how.getString("topic"));
        Calls calls = new Calls(
                session.getMessageProducer(acknowledged),
                DeliveryMode.PERSISTENT,
                how.getInteger("batch", 1),
                how.getBoolean("properties"));
        return new Loop() {
            @Override
            public void carry(ConsumerRecords<byte[], byte[]> records) throws JCSMPException {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    calls.add(record, record);
                }
                calls.flush();
            }

            @Override
            public void commit(KafkaConsumer<byte[], byte[]> consumer) {
                consumer.commitAsync(acknowledged.positions(), null);
            }
        };
    }

    /** Acknowledgements come in the order of sending, so the last one of a partition says it all. */
    private static final class Acknowledged implements JCSMPStreamingPublishCorrelatingEventHandler {
        private final String topic;
        private final AtomicLongArray positions = new AtomicLongArray(Quotes.PARTITIONS);

        Acknowledged(String topic) {
            this.topic = topic;
        }

        @Override
        public void responseReceivedEx(Object key) {
            ConsumerRecord<?, ?> record = (ConsumerRecord<?, ?>) key;
            positions.lazySet(record.partition(), record.offset() + 1);
        }

        @Override
        public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
            System.err.println("refused: " + cause);
        }

        Map<TopicPartition, OffsetAndMetadata> positions() {
            Map<TopicPartition, OffsetAndMetadata> result = new HashMap<>();
            for (int p = 0; p < Quotes.PARTITIONS; p++) {
                if (positions.get(p) > 0) {
                    result.put(new TopicPartition(topic, p), new OffsetAndMetadata(positions.get(p)));
                }
            }
            return result;
        }
    }
}
