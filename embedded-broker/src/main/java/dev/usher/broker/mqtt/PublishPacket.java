package dev.usher.broker.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads PUBLISH (MQTT 3.1.1, 3.3). Netty would refuse a topic that holds {@code +} or {@code #}, which PubSub+ takes as plain
 * characters (PubSub+ docs, "MQTT Topics").
 */
final class PublishPacket {
    private static final int QOS_BITS = 0x06;
    private static final int NO_QOS = 3;

    private PublishPacket() {}

    static boolean is(byte[] whole) {
        return (whole[0] & 0xF0) == 0x30;
    }

    /** The packet; one whose decoder result is a failure if it is malformed. */
    static MqttMessage decode(byte[] whole) {
        try {
            return read(whole);
        } catch (DecoderException e) {
            return MqttMessageFactory.newInvalidMessage(e);
        }
    }

    private static MqttMessage read(byte[] whole) {
        int qos = (whole[0] & QOS_BITS) >> 1;
        boolean duplicate = (whole[0] & 0x08) != 0;
        if (qos == NO_QOS || (qos == 0 && duplicate)) {
            throw new DecoderException("flags of PUBLISH");
        }
        int at = body(whole);
        int topicLength = unsignedShort(whole, at);
        at += 2;
        String topic = text(whole, at, topicLength);
        at += topicLength;
        int packetId = 0;
        if (qos > 0) {
            packetId = unsignedShort(whole, at);
            at += 2;
            if (packetId == 0) {
                throw new DecoderException("packet id 0");
            }
        }
        MqttFixedHeader header = new MqttFixedHeader(
                MqttMessageType.PUBLISH, duplicate, MqttQoS.valueOf(qos), (whole[0] & 1) != 0, whole.length);
        return new MqttPublishMessage(
                header,
                new MqttPublishVariableHeader(topic, packetId),
                Unpooled.wrappedBuffer(whole, at, whole.length - at));
    }

    /** Where what follows the remaining length begins. */
    private static int body(byte[] whole) {
        int at = 1;
        while ((whole[at] & 0x80) != 0) {
            at++;
        }
        return at + 1;
    }

    private static int unsignedShort(byte[] whole, int at) {
        if (at + 2 > whole.length) {
            throw new DecoderException("PUBLISH ends within a field");
        }
        return (whole[at] & 0xFF) << 8 | (whole[at + 1] & 0xFF);
    }

    private static String text(byte[] whole, int at, int length) {
        if (at + length > whole.length) {
            throw new DecoderException("PUBLISH ends within its topic");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(whole, at, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DecoderException("topic is not UTF-8", e);
        }
    }
}
