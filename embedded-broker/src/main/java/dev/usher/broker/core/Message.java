package dev.usher.broker.core;

import java.util.function.Function;

/**
 * A message on its way through the broker. Immutable: nobody may change the payload array.
 *
 * <p>Each protocol's encoded form is made once (twice if threads race), however many clients receive it.
 */
public final class Message {

    private final String topic;
    private final byte[] payload;
    private final boolean elidingEligible;
    private final boolean guaranteed;
    private volatile byte[] smf;
    private volatile byte[] mqtt;

    private Message(String topic, byte[] payload, boolean elidingEligible, boolean guaranteed) {
        this.topic = topic;
        this.payload = payload;
        this.elidingEligible = elidingEligible;
        this.guaranteed = guaranteed;
    }

    /** A direct message without the eliding flag, as MQTT publishes it with QoS 0. */
    public static Message of(String topic, byte[] payload) {
        return new Message(topic, payload, false, false);
    }

    public static Message of(String topic, byte[] payload, boolean elidingEligible, boolean guaranteed) {
        return new Message(topic, payload, elidingEligible, guaranteed);
    }

    public String topic() {
        return topic;
    }

    /** The binary attachment of an SMF message (of a text message: its SDT bytes as they are), or the MQTT payload. */
    public byte[] payload() {
        return payload;
    }

    public boolean elidingEligible() {
        return elidingEligible;
    }

    /** Published as guaranteed; delivered to subscriptions as direct all the same. */
    public boolean guaranteed() {
        return guaranteed;
    }

    /** The bytes that deliver this message in a protocol; {@code encode} is used if nobody asked before. */
    public byte[] wire(Protocol protocol, Function<Message, byte[]> encode) {
        byte[] known = protocol == Protocol.SMF ? smf : mqtt;
        if (known != null) {
            return known;
        }
        byte[] encoded = encode.apply(this);
        withWire(protocol, encoded);
        return encoded;
    }

    /** Presets the encoded form, for a front that received it in that form. */
    public Message withWire(Protocol protocol, byte[] bytes) {
        if (protocol == Protocol.SMF) {
            smf = bytes;
        } else {
            mqtt = bytes;
        }
        return this;
    }

    @Override
    public String toString() {
        return "Message[" + topic + ", " + payload.length + " bytes]";
    }
}
