package dev.usher.broker.mqtt;

import dev.usher.broker.core.Inbox;
import dev.usher.broker.core.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The packets this broker sends, encoded (MQTT 3.1.1, section 3). */
final class MqttPackets {
    static final int ACCEPTED = 0;
    static final int UNACCEPTABLE_PROTOCOL_VERSION = 1;
    static final int IDENTIFIER_REJECTED = 2;
    static final int SERVER_UNAVAILABLE = 3;
    static final int BAD_USERNAME_OR_PASSWORD = 4;
    static final int NOT_AUTHORIZED = 5;

    static final int GRANTED_QOS_0 = 0;
    static final int GRANTED_QOS_1 = 1;
    static final int SUBSCRIBE_FAILURE = 0x80;

    private MqttPackets() {}

    /** A refusal: never with session-present (MQTT 3.1.1, 3.2.2.2). */
    static byte[] connack(int returnCode) {
        return new byte[] {0x20, 2, 0, (byte) returnCode};
    }

    static byte[] connackAccepted(boolean sessionPresent) {
        return new byte[] {0x20, 2, (byte) (sessionPresent ? 1 : 0), ACCEPTED};
    }

    /** What a client that speaks MQTT 5 understands: reason "Unsupported Protocol Version" (MQTT 5, 3.2.2.2). */
    static byte[] connackUnsupportedVersion5() {
        return new byte[] {0x20, 3, 0, (byte) 0x84, 0};
    }

    static byte[] suback(int packetId, List<Integer> codes) {
        byte[] packet = start(0x90, 2 + codes.size());
        int at = packet.length - 2 - codes.size();
        putShort(packet, at, packetId);
        for (int i = 0; i < codes.size(); i++) {
            packet[at + 2 + i] = codes.get(i).byteValue();
        }
        return packet;
    }

    static byte[] unsuback(int packetId) {
        return acknowledgement(0xB0, packetId);
    }

    static byte[] puback(int packetId) {
        return acknowledgement(0x40, packetId);
    }

    static byte[] pubrec(int packetId) {
        return acknowledgement(0x50, packetId);
    }

    static byte[] pubcomp(int packetId) {
        return acknowledgement(0x70, packetId);
    }

    static byte[] pingresp() {
        return new byte[] {(byte) 0xD0, 0};
    }

    /** QoS 0, not retained, not a duplicate. */
    static byte[] publish(Message message) {
        return publish(0x30, 0, message);
    }

    /** QoS 1, not retained. */
    static byte[] publish(Message message, int packetId, boolean duplicate) {
        byte[] packet = publish(duplicate ? 0x3A : 0x32, 2, message);
        int topicLength = Inbox.inMqtt(message.topic()).getBytes(StandardCharsets.UTF_8).length;
        putShort(packet, bodyOf(packet) + 2 + topicLength, packetId);
        return packet;
    }

    /** @param gap bytes left free between topic and payload */
    private static byte[] publish(int firstByte, int gap, Message message) {
        byte[] topic = Inbox.inMqtt(message.topic()).getBytes(StandardCharsets.UTF_8);
        byte[] payload = message.content().mqttPayload();
        int length = 2 + topic.length + gap + payload.length;
        byte[] packet = start(firstByte, length);
        int at = packet.length - length;
        putShort(packet, at, topic.length);
        System.arraycopy(topic, 0, packet, at + 2, topic.length);
        System.arraycopy(payload, 0, packet, at + 2 + topic.length + gap, payload.length);
        return packet;
    }

    private static byte[] acknowledgement(int firstByte, int packetId) {
        byte[] packet = start(firstByte, 2);
        putShort(packet, 2, packetId);
        return packet;
    }

    /** An array with the fixed header written and room for the rest. */
    private static byte[] start(int firstByte, int remaining) {
        int header = 1 + (remaining < 128 ? 1 : remaining < 16_384 ? 2 : remaining < 2_097_152 ? 3 : 4);
        byte[] packet = new byte[header + remaining];
        packet[0] = (byte) firstByte;
        int rest = remaining;
        for (int i = 1; i < header; i++) {
            packet[i] = (byte) ((rest & 0x7f) | (i + 1 < header ? 0x80 : 0));
            rest >>>= 7;
        }
        return packet;
    }

    /** Where the fixed header ends. */
    private static int bodyOf(byte[] packet) {
        int at = 1;
        while ((packet[at] & 0x80) != 0) {
            at++;
        }
        return at + 1;
    }

    private static void putShort(byte[] packet, int at, int value) {
        packet[at] = (byte) (value >> 8);
        packet[at + 1] = (byte) value;
    }
}
