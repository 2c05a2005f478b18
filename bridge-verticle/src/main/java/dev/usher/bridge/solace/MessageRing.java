package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSendMultipleEntry;
import com.solacesystems.jcsmp.User_Cos;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.OutboundEvent;

/**
 * The JCSMP messages of one sender, as many as {@code sendMultiple} takes, filled again for every event. That is sound: a message made
 * by the factory belongs to no session, and what JCSMP may have to send again it keeps a copy of, with properties and correlation key
 * (shown by {@code MessageRingIT}). So per event nothing is allocated here; JCSMP itself allocates about 260 bytes for a message
 * without user properties, 560 with four. Used by one thread.
 */
final class MessageRing {

    /** More than 50 {@code sendMultiple} refuses (JCSMP Javadoc, XMLMessageProducer.sendMultiple). */
    static final int SIZE = 50;

    private static final byte[] NOTHING = {};
    private static final User_Cos[] CLASSES = {User_Cos.USER_COS_1, User_Cos.USER_COS_2, User_Cos.USER_COS_3};

    private final JCSMPSendMultipleEntry[] entries = new JCSMPSendMultipleEntry[SIZE];
    private final BytesMessage[] messages = new BytesMessage[SIZE];
    private final PropertyBlock properties = PropertyBlock.create();
    private final RecordPropertyWriter writer = new RecordPropertyWriter();
    private final TopicCache topics = new TopicCache(TopicCache.PLACES);

    MessageRing() {
        for (int i = 0; i < SIZE; i++) {
            messages[i] = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
            entries[i] = JCSMPFactory.onlyInstance().createSendMultipleEntry(messages[i], null);
        }
    }

    /**
     * The payload goes into the binary attachment as it is, and a record without one becomes a message with an empty one.
     *
     * @return about how many bytes the message has for the broker's limit: payload and properties
     */
    int fill(int place, OutboundEvent event) {
        Delivery delivery = event.delivery();
        byte[] payload =
                event.record().payload() == null ? NOTHING : event.record().payload();
        BytesMessage message = messages[place];
        message.reset();
        message.setData(payload);
        if (delivery.mode() == Delivery.Mode.GUARANTEED) {
            message.setDeliveryMode(DeliveryMode.PERSISTENT);
            message.setCorrelationKey(event);
        } else {
            message.setDeliveryMode(DeliveryMode.DIRECT);
            message.setElidingEligible(delivery.elidingEligible());
        }
        if (!delivery.timeToLive().isZero()) {
            message.setTimeToLive(delivery.timeToLive().toMillis());
        }
        if (delivery.classOfService() != 1) {
            message.setCos(CLASSES[delivery.classOfService() - 1]);
        }
        writer.write(event, properties);
        properties.applyTo(message);
        entries[place].setDestination(topics.get(event.topic()));
        return payload.length + properties.size();
    }

    /** Sends the first so many. When it throws, nobody can say how many of them JCSMP took. */
    void send(XMLMessageProducer producer, int count) throws JCSMPException {
        if (count == 1) {
            producer.send(messages[0], entries[0].getDestination());
        } else {
            producer.sendMultiple(entries, 0, count, 0);
        }
    }

    BytesMessage message(int place) {
        return messages[place];
    }
}
