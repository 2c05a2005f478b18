package dev.usher.broker.core;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A message on its way through the broker. Immutable: nobody may change an array.
 *
 * <p>Each protocol's encoded form is made once (twice if threads race), however many clients receive it. Payload,
 * headers and user properties are taken apart only when asked for.
 */
public final class Message {

    /**
     * What routing has to know.
     *
     * @param guaranteed published as guaranteed; delivered to subscriptions as direct all the same
     * @param deliverToOne of the matching clients only one is to get it
     * @param classOfService 1 to 3
     * @param size bytes of data that it is counted as
     */
    public record Traits(
            boolean elidingEligible, boolean guaranteed, boolean deliverToOne, int classOfService, int size) {}

    private record Plain(byte[] payload, boolean elidingEligible, boolean guaranteed) implements MessageContent {

        @Override
        public byte[] mqttPayload() {
            return payload;
        }

        @Override
        public MessageDetails details() {
            DeliveryMode mode = guaranteed ? DeliveryMode.PERSISTENT : DeliveryMode.DIRECT;
            return new MessageDetails(
                    MessageHeaders.plain(mode, elidingEligible), Map.of(), MessageBody.bytes(payload));
        }
    }

    private final String topic;
    private final MessageContent content;
    private final Traits traits;
    private volatile byte[] payload;
    private volatile MessageDetails details;
    private volatile byte[] smf;
    private volatile byte[] mqtt;

    private Message(String topic, MessageContent content, Traits traits) {
        this.topic = topic;
        this.content = content;
        this.traits = traits;
    }

    /** A direct message without the eliding flag, as MQTT publishes it with QoS 0. */
    public static Message of(String topic, byte[] payload) {
        return of(topic, payload, false, false);
    }

    public static Message of(String topic, byte[] payload, boolean elidingEligible, boolean guaranteed) {
        return new Message(
                topic,
                new Plain(payload, elidingEligible, guaranteed),
                new Traits(elidingEligible, guaranteed, false, 1, payload.length));
    }

    /** A message as a front received it. */
    public static Message received(String topic, MessageContent content, Traits traits) {
        return new Message(topic, content, traits);
    }

    public String topic() {
        return topic;
    }

    /** The binary attachment of an SMF message (without one: its XML), or the MQTT payload. */
    public byte[] payload() {
        byte[] known = payload;
        if (known == null) {
            known = content.payload();
            payload = known;
        }
        return known;
    }

    /** The text of a text message; of an XML message its XML. */
    public Optional<String> text() {
        return body().text();
    }

    public MessageBody body() {
        return details().body();
    }

    /** In the publisher's order; values as in {@link MessageBody}. Unmodifiable. */
    public Map<String, Object> userProperties() {
        return details().userProperties();
    }

    public MessageHeaders headers() {
        return details().headers();
    }

    private MessageDetails details() {
        MessageDetails known = details;
        if (known == null) {
            known = content.details();
            details = known;
        }
        return known;
    }

    public boolean elidingEligible() {
        return traits.elidingEligible();
    }

    /** Published as guaranteed; delivered to subscriptions as direct all the same. */
    public boolean guaranteed() {
        return traits.guaranteed();
    }

    /** Published as deliver-to-one. */
    public boolean deliverToOne() {
        return traits.deliverToOne();
    }

    /** 1 to 3: in which of a client's queues for direct messages it waits. */
    public int classOfService() {
        return traits.classOfService();
    }

    /** Bytes of data that it is counted as where something is limited. */
    public int size() {
        return traits.size();
    }

    /** What it takes of a client's queue: one for each 2,048 bytes begun. */
    public int workUnits() {
        return Math.max(1, (traits.size() + DirectQueues.WORK_UNIT_BYTES - 1) / DirectQueues.WORK_UNIT_BYTES);
    }

    /** As a front received it, for that front. */
    public MessageContent content() {
        return content;
    }

    /** The bytes that deliver this message in a protocol; {@code encode} is used if nobody asked before. */
    public byte[] wire(Protocol protocol, Function<Message, byte[]> encode) {
        byte[] known = protocol == Protocol.SMF ? smf : mqtt;
        if (known != null) {
            return known;
        }
        byte[] encoded = encode.apply(this);
        if (protocol == Protocol.SMF) {
            smf = encoded;
        } else {
            mqtt = encoded;
        }
        return encoded;
    }

    @Override
    public String toString() {
        return "Message[" + topic + ", " + size() + " bytes]";
    }
}
