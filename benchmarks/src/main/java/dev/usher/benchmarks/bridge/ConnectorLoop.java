package dev.usher.benchmarks.bridge;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.Topic;
import com.solacesystems.jcsmp.XMLMessageProducer;
import io.vertx.core.json.JsonObject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * What Solace's Kafka sink connector does with a record whose topic is made of its payload ({@code sol.dynamic_destination}, as
 * its published source has it): one new message, one map of properties with the destination in it, one {@code send} each. It
 * stands in for the connector, which is in no Maven repository. What Kafka Connect itself adds to every record (converters,
 * transformations, its own record objects) is left out, and topics are found as the lean loop finds them; both favour it.
 */
final class ConnectorLoop extends LoopContender {

    private ConnectorLoop() {}

    public static void main(String[] args) {
        new ConnectorLoop().serve();
    }

    @Override
    Loop loop(JCSMPSession session, JsonObject how) throws JCSMPException {
        return new Carrier(session.getMessageProducer(new Ignoring()));
    }

    private static final class Carrier implements Loop {
        private final XMLMessageProducer producer;
        private final TopicScan topics = new TopicScan();

        Carrier(XMLMessageProducer producer) {
            this.producer = producer;
        }

        @Override
        public void carry(ConsumerRecords<byte[], byte[]> records) throws JCSMPException {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                BytesXMLMessage message = processed(record);
                try {
                    message.setDeliveryMode(DeliveryMode.DIRECT);
                    producer.send(message, message.getProperties().getDestination("dynamicDestination"));
                } catch (SDTException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        /** What the connector leaves to a record processor. */
        private BytesXMLMessage processed(ConsumerRecord<byte[], byte[]> record) {
            BytesXMLMessage message = JCSMPFactory.onlyInstance().createMessage(BytesXMLMessage.class);
            Topic topic = topics.topic(record.value());
            SDTMap properties = JCSMPFactory.onlyInstance().createMap();
            try {
                properties.putString("k_topic", record.topic());
                properties.putInteger("k_partition", record.partition());
                properties.putLong("k_offset", record.offset());
                properties.putDestination("dynamicDestination", topic);
            } catch (SDTException e) {
                throw new IllegalStateException(e);
            }
            message.setApplicationMessageType("ResendOfKafkaTopic: " + record.topic());
            message.setProperties(properties);
            message.writeAttachment(record.value());
            return message;
        }
    }
}
