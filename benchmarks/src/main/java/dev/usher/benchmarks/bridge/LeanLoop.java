package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSendMultipleEntry;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.XMLMessageProducer;
import io.vertx.core.json.JsonObject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

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
        return new Carrier(session.getMessageProducer(new Ignoring()), how.getBoolean("properties"));
    }

    private static final class Carrier implements Loop {
        private final XMLMessageProducer producer;
        private final TopicScan topics = new TopicScan();
        private final BytesMessage[] messages = new BytesMessage[BATCH];
        private final SDTMap[] properties;
        private final JCSMPSendMultipleEntry[] entries = new JCSMPSendMultipleEntry[BATCH];

        Carrier(XMLMessageProducer producer, boolean withProperties) {
            this.producer = producer;
            properties = withProperties ? new SDTMap[BATCH] : null;
            for (int i = 0; i < BATCH; i++) {
                messages[i] = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
                messages[i].setDeliveryMode(DeliveryMode.DIRECT);
                entries[i] = JCSMPFactory.onlyInstance().createSendMultipleEntry(messages[i], null);
                if (withProperties) {
                    properties[i] = KafkaProperties.newMap();
                }
            }
        }

        @Override
        public void carry(ConsumerRecords<byte[], byte[]> records) throws JCSMPException {
            int filled = 0;
            for (ConsumerRecord<byte[], byte[]> record : records) {
                messages[filled].setData(record.value());
                if (properties != null) {
                    messages[filled].setProperties(KafkaProperties.fill(properties[filled], record));
                }
                entries[filled].setDestination(topics.topic(record.value()));
                filled++;
                if (filled == BATCH) {
                    producer.sendMultiple(entries, 0, filled, 0);
                    filled = 0;
                }
            }
            if (filled > 0) {
                producer.sendMultiple(entries, 0, filled, 0);
            }
        }
    }
}
