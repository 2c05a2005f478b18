package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSendMultipleEntry;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.XMLMessageProducer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as messages that are used again and again, so many with one call to JCSMP; what is left over goes with {@link #flush}. */
final class Calls {

    private final XMLMessageProducer producer;
    private final TopicScan topics = new TopicScan();
    private final BytesMessage[] messages;
    private final SDTMap[] properties;
    private final JCSMPSendMultipleEntry[] entries;
    private int filled;

    /** @param size messages with one call, 50 at most; 1 for {@code send} */
    Calls(XMLMessageProducer producer, DeliveryMode mode, int size, boolean withProperties) {
        this.producer = producer;
        messages = new BytesMessage[size];
        entries = new JCSMPSendMultipleEntry[size];
        properties = withProperties ? new SDTMap[size] : null;
        for (int i = 0; i < size; i++) {
            messages[i] = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
            messages[i].setDeliveryMode(mode);
            entries[i] = JCSMPFactory.onlyInstance().createSendMultipleEntry(messages[i], null);
            if (withProperties) {
                properties[i] = KafkaProperties.newMap();
            }
        }
    }

    /** @param key what its acknowledgement comes with; null for a direct message */
    void add(ConsumerRecord<byte[], byte[]> record, Object key) throws JCSMPException {
        BytesMessage message = messages[filled];
        message.setData(record.value());
        if (key != null) {
            message.setCorrelationKey(key);
        }
        if (properties != null) {
            message.setProperties(KafkaProperties.fill(properties[filled], record));
        }
        if (messages.length == 1) {
            producer.send(message, topics.topic(record.value()));
            return;
        }
        entries[filled++].setDestination(topics.topic(record.value()));
        if (filled == messages.length) {
            flush();
        }
    }

    void flush() throws JCSMPException {
        if (filled > 0) {
            producer.sendMultiple(entries, 0, filled, 0);
            filled = 0;
        }
    }
}
