package dev.usher.broker.mqtt;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Reassembles MQTT packets from WebSocket frames: a packet may span frames and a frame may hold many packets
 * (MQTT 3.1.1, section 6). A malformed packet comes out as one whose decoder result is a failure; nothing follows it.
 *
 * <p>Netty decodes one complete packet at a time: left to itself it would wait for more bytes where the fields of a
 * packet run over its end.
 */
final class PacketReader {
    static final int MAX_PACKET_BYTES = 10_000_000;

    private static final int MAX_CLIENT_ID_CHARACTERS = 128;
    private static final int MAX_LENGTH_BYTES = 4;

    private final EmbeddedChannel decoder =
            new EmbeddedChannel(new MqttDecoder(MAX_PACKET_BYTES, MAX_CLIENT_ID_CHARACTERS));
    private Buffer rest = Buffer.buffer();
    private boolean broken;

    /** Feeds the bytes of one frame and passes on every packet that is complete now. Payloads are released afterwards. */
    void feed(Buffer bytes, Consumer<MqttMessage> packets) {
        rest.appendBuffer(bytes);
        int at = 0;
        int end = endOfPacket(at, packets);
        while (!broken && end >= 0) {
            decode(rest.getBytes(at, end), packets);
            at = end;
            end = endOfPacket(at, packets);
        }
        if (at > 0 || broken) {
            rest = broken ? Buffer.buffer() : rest.getBuffer(at, rest.length());
        }
    }

    void close() {
        broken = true;
        rest = Buffer.buffer();
        decoder.finishAndReleaseAll();
    }

    /** Where the packet ends that starts here; -1 when it is not complete. */
    private int endOfPacket(int start, Consumer<MqttMessage> packets) {
        int length = 0;
        for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
            int at = start + 1 + i;
            if (at >= rest.length()) {
                return -1;
            }
            int digit = rest.getUnsignedByte(at);
            length |= (digit & 0x7f) << (7 * i);
            if ((digit & 0x80) == 0) {
                if (length > MAX_PACKET_BYTES) {
                    fail("packet of " + length + " bytes", packets);
                    return -1;
                }
                int end = at + 1 + length;
                return end <= rest.length() ? end : -1;
            }
        }
        fail("remaining length of more than four bytes", packets);
        return -1;
    }

    private void decode(byte[] whole, Consumer<MqttMessage> packets) {
        MqttMessage packet = PublishPacket.is(whole) ? PublishPacket.decode(whole) : decoded(whole);
        if (packet == null) {
            fail("fields run over the end of the packet", packets);
            return;
        }
        try {
            broken = packet.decoderResult().isFailure();
            packets.accept(packet);
        } finally {
            ReferenceCountUtil.release(packet);
        }
    }

    private MqttMessage decoded(byte[] whole) {
        decoder.writeInbound(Unpooled.wrappedBuffer(whole));
        return decoder.readInbound();
    }

    private void fail(String reason, Consumer<MqttMessage> packets) {
        broken = true;
        packets.accept(MqttMessageFactory.newInvalidMessage(new DecoderException(reason)));
    }
}
