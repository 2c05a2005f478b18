package dev.usher.broker.smf;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.MapMessage;
import com.solacesystems.jcsmp.Queue;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.SDTStream;
import com.solacesystems.jcsmp.StreamMessage;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.User_Cos;
import com.solacesystems.jcsmp.XMLContentMessage;
import com.solacesystems.jcsmp.XMLMessage;
import dev.usher.broker.core.Destination;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MessageBody;
import dev.usher.broker.core.MessageHeaders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a publisher can say with JCSMP; absent numbers are -1, absent texts and destinations null. */
// Compared recursively.
@SuppressWarnings("ArrayRecordComponent")
record Sample(
        MessageBody.Type type,
        Object body,
        Map<String, Object> userProperties,
        boolean persistent,
        int classOfService,
        boolean eliding,
        boolean deliverToOne,
        int priority,
        long timeToLive,
        byte[] userData,
        String correlationId,
        String messageId,
        String messageType,
        String senderId,
        long timestamp,
        long sequence,
        Destination replyTo,
        String contentType,
        boolean reply) {

    private static final JCSMPFactory FACTORY = JCSMPFactory.onlyInstance();

    /** To be sent. */
    XMLMessage toJcsmp() throws SDTException {
        XMLMessage out = withBody();
        out.setCorrelationKey(this);
        out.setProperties((SDTMap) jcsmp(userProperties));
        out.setDeliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.DIRECT);
        out.setCos(User_Cos.values()[classOfService - 1]);
        out.setElidingEligible(eliding);
        out.setDeliverToOne(deliverToOne);
        out.setPriority(priority);
        out.setTimeToLive(timeToLive);
        out.setUserData(userData);
        out.setCorrelationId(correlationId);
        out.setApplicationMessageId(messageId);
        out.setApplicationMessageType(messageType);
        out.setSenderId(senderId);
        if (timestamp >= 0) {
            out.setSenderTimestamp(timestamp);
        }
        if (sequence >= 0) {
            out.setSequenceNumber(sequence);
        }
        if (replyTo != null) {
            out.setReplyTo((com.solacesystems.jcsmp.Destination) jcsmp(replyTo));
        }
        out.setHTTPContentType(contentType);
        out.setAsReplyMessage(reply);
        return out;
    }

    private XMLMessage withBody() throws SDTException {
        switch (type) {
            case TEXT -> {
                TextMessage text = FACTORY.createMessage(TextMessage.class);
                text.setText((String) body);
                return text;
            }
            case MAP -> {
                MapMessage map = FACTORY.createMessage(MapMessage.class);
                map.setMap((SDTMap) jcsmp(body));
                return map;
            }
            case STREAM -> {
                StreamMessage stream = FACTORY.createMessage(StreamMessage.class);
                stream.setStream((SDTStream) jcsmp(body));
                return stream;
            }
            case XML -> {
                XMLContentMessage xml = FACTORY.createMessage(XMLContentMessage.class);
                xml.setXMLContent((String) body);
                return xml;
            }
            default -> {
                BytesMessage bytes = FACTORY.createMessage(BytesMessage.class);
                bytes.setData((byte[]) body);
                return bytes;
            }
        }
    }

    /** As JCSMP received it, where a message that was published as guaranteed arrives as direct. */
    static Sample received(BytesXMLMessage in, boolean persistent) throws SDTException {
        MessageBody.Type type = MessageBody.Type.BYTES;
        Object body = null;
        if (in instanceof TextMessage text) {
            type = MessageBody.Type.TEXT;
            body = text.getText();
        } else if (in instanceof MapMessage map) {
            type = MessageBody.Type.MAP;
            body = plain(map.getMap());
        } else if (in instanceof StreamMessage stream) {
            type = MessageBody.Type.STREAM;
            body = plain(stream.getStream());
        } else if (in instanceof XMLContentMessage xml) {
            type = MessageBody.Type.XML;
            body = xml.getXMLContent();
        } else if (in instanceof BytesMessage bytes) {
            body = bytes.getData();
        }
        return new Sample(
                type,
                body,
                in.getProperties() == null ? Map.of() : map(plain(in.getProperties())),
                persistent,
                in.getCos().value() + 1,
                in.isElidingEligible(),
                in.getDeliverToOne(),
                in.getPriority(),
                in.getTimeToLive(),
                in.getUserData(),
                in.getCorrelationId(),
                in.getApplicationMessageId(),
                in.getApplicationMessageType(),
                in.getSenderId(),
                in.getSenderTimestamp() == null ? -1 : in.getSenderTimestamp(),
                in.getSequenceNumber() == null ? -1 : in.getSequenceNumber(),
                (Destination) plain(in.getReplyTo()),
                in.getHTTPContentType(),
                in.isReplyMessage());
    }

    /** As the broker tells it. */
    static Sample received(Message in) {
        MessageHeaders headers = in.headers();
        return new Sample(
                in.body().type(),
                in.body().value(),
                in.userProperties(),
                headers.deliveryMode() == dev.usher.broker.core.DeliveryMode.PERSISTENT,
                headers.classOfService(),
                headers.elidingEligible(),
                headers.deliverToOne(),
                headers.priority().orElse(-1),
                headers.timeToLiveMillis().orElse(0),
                headers.userData(),
                headers.correlationId().orElse(null),
                headers.applicationMessageId().orElse(null),
                headers.applicationMessageType().orElse(null),
                headers.senderId().orElse(null),
                headers.senderTimestampMillis().orElse(-1),
                headers.sequenceNumber().orElse(-1),
                headers.replyTo().orElse(null),
                headers.httpContentType().orElse(null),
                headers.reply());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object jcsmp(Object value) throws SDTException {
        if (value instanceof Map<?, ?> map) {
            SDTMap out = FACTORY.createMap();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                if (e.getValue() == null) {
                    out.putString((String) e.getKey(), null);
                } else {
                    out.putObject((String) e.getKey(), jcsmp(e.getValue()));
                }
            }
            return out;
        }
        if (value instanceof List<?> list) {
            SDTStream out = FACTORY.createStream();
            for (Object each : list) {
                if (each == null) {
                    out.writeString(null);
                } else {
                    out.writeObject(jcsmp(each));
                }
            }
            return out;
        }
        if (value instanceof Destination to) {
            return to.kind() == Destination.Kind.TOPIC
                    ? FACTORY.createTopic(to.name())
                    : FACTORY.createQueue(to.name());
        }
        return value;
    }

    private static Object plain(Object value) throws SDTException {
        if (value instanceof SDTMap map) {
            Map<String, Object> out = new LinkedHashMap<>();
            for (String key : map.keySet()) {
                out.put(key, plain(map.get(key)));
            }
            return out;
        }
        if (value instanceof SDTStream stream) {
            List<Object> out = new ArrayList<>();
            while (stream.hasRemaining()) {
                out.add(plain(stream.read()));
            }
            return out;
        }
        if (value instanceof com.solacesystems.jcsmp.Destination to) {
            return to instanceof Queue ? Destination.queue(to.getName()) : Destination.topic(to.getName());
        }
        if (value instanceof com.solacesystems.common.util.ByteArray bytes) {
            return bytes.asBytes();
        }
        return value;
    }
}
