package dev.usher.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The packets that an MQTT client of these benchmarks sends. */
final class MqttClientPackets {

    /** Bytes of a CONNACK. */
    static final int CONNACK = 4;

    private MqttClientPackets() {}

    /** Clean session, no keep-alive. */
    static byte[] connect(String clientId) {
        ByteBuffer body = ByteBuffer.allocate(100);
        string(body, "MQTT");
        body.put((byte) 4).put((byte) 0xC2).putShort((short) 0);
        string(body, clientId);
        string(body, "bench");
        string(body, "bench");
        return packet(0x10, body);
    }

    /** All with QoS 0. */
    static byte[] subscribe(String... filters) {
        ByteBuffer body = ByteBuffer.allocate(100).putShort((short) 1);
        for (String filter : filters) {
            string(body, filter);
            body.put((byte) 0);
        }
        return packet(0x82, body);
    }

    /** Bytes of a SUBACK. */
    static int suback(int filters) {
        return 4 + filters;
    }

    private static byte[] packet(int type, ByteBuffer body) {
        byte[] packet = new byte[2 + body.position()];
        packet[0] = (byte) type;
        // One byte says it: all of these are shorter than 128.
        packet[1] = (byte) body.position();
        body.flip().get(packet, 2, packet[1]);
        return packet;
    }

    private static void string(ByteBuffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.putShort((short) bytes.length).put(bytes);
    }
}
