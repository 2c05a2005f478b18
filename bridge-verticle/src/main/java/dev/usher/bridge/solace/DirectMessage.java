package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.RecordProperties;

/**
 * One JCSMP message filled again for every event. That is sound for direct delivery, where {@code send} returns when the bytes are
 * written and the message is not kept (JCSMP Javadoc, XMLMessage.reset). Used by one thread.
 */
final class DirectMessage {

    private final BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
    private final SDTMap properties = JCSMPFactory.onlyInstance().createMap();

    /** The payload goes into the binary attachment as it is; without any user property no map is sent. */
    BytesMessage fill(OutboundEvent event) {
        message.reset();
        message.setDeliveryMode(DeliveryMode.DIRECT);
        message.setElidingEligible(event.delivery().elidingEligible());
        message.setData(event.record().payload());
        RecordProperties wanted = event.delivery().properties();
        if (wanted.any()) {
            message.setProperties(properties(event.record(), wanted));
        }
        return message;
    }

    private SDTMap properties(InboundRecord record, RecordProperties wanted) {
        properties.clear();
        try {
            if (wanted.topic()) {
                properties.putString("k_topic", record.partition().topic());
            }
            if (wanted.partition()) {
                properties.putInteger("k_partition", record.partition().partition());
            }
            if (wanted.offset()) {
                properties.putLong("k_offset", record.offset());
            }
            if (wanted.timestamp()) {
                properties.putLong("k_timestamp", record.timestamp());
            }
        } catch (SDTException e) {
            throw new IllegalArgumentException("user properties cannot be set", e);
        }
        return properties;
    }
}
