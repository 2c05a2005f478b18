package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.DeliveryMode;
import dev.usher.broker.core.Destination;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MessageBody;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameContentTest {

    private static final byte[] NONE = {};

    private static Message message(SmfFrame frame, boolean textIsPlainForMqtt) {
        return DataMessages.decode(frame, HeaderParameters.parse(frame), textIsPlainForMqtt);
    }

    private static SmfFrame frame(byte[] bytes) {
        FrameDecoder decoder = new FrameDecoder(10_000_000);
        decoder.feed(bytes);
        return decoder.next();
    }

    /** On t/a, with an attachment and with metadata, if there are any. */
    private static SmfFrame frame(byte[] moreParameters, byte[] attachment, byte[] metadata) {
        ByteWriter parameters = new ByteWriter(64)
                .u8(0x18)
                .u8(6)
                .string("t/a")
                .raw(moreParameters)
                .u8(0x16);
        ByteWriter summary = new ByteWriter(16);
        if (attachment.length > 0) {
            summary.u8(Contents.ATTACHMENT << 4 | 5).u32(attachment.length);
        }
        if (metadata.length > 0) {
            summary.u8(Contents.METADATA << 4 | 5).u32(metadata.length);
        }
        parameters.u8(2 + summary.size()).raw(summary.toBytes());
        byte[] body = new ByteWriter(64).raw(attachment).raw(metadata).toBytes();
        return frame(SmfFrame.of(SmfFrame.TR_MSG, parameters.toBytes(), body));
    }

    private static byte[] metadata(int type, int flags, Object... maps) {
        List<Object> stream = new java.util.ArrayList<>(List.of(maps));
        stream.add(0, new byte[] {(byte) type, (byte) flags});
        byte[] block = Sdt.encode(stream);
        return new ByteWriter(64)
                .u8(1)
                .u8(0)
                .u8(block.length >> 16)
                .u8(block.length >> 8)
                .u8(block.length)
                .raw(block)
                .toBytes();
    }

    @Test
    void aCorrelationIdAsJcsmpWroteIt() {
        byte[] metadata = HexFormat.of()
                .parseHex("01000000252f00000025180480002b0000001c" + "1c0468002b000000131c056369001c09636f72722d3100");
        assertThat(message(frame(NONE, NONE, metadata), true).headers().correlationId())
                .contains("corr-1");
    }

    @Test
    void everyHeaderHasItsPlace() {
        Map<String, Object> headers = Map.of(
                "ci",
                "c",
                "mi",
                "m",
                "mt",
                "y",
                "si",
                "s",
                "ts",
                1L,
                "sn",
                2L,
                "rt",
                Destination.queue("q"),
                "ct",
                "text/plain",
                "ce",
                "gzip");
        // priority 7, time to live 5 s, user data
        byte[] more = HexFormat.of().parseHex("030307" + "1c0a0000000000001388" + "0405aabbcc");
        SmfFrame frame = frame(more, "x".getBytes(StandardCharsets.UTF_8), metadata(0x80, 0x80, Map.of("h", headers)));
        frame.bytes()[0] = (byte) (0x03 | 0x40 | 0x20 | 0x08);
        frame.bytes()[2] = 0x20;
        var found = message(frame, true).headers();
        assertThat(found.correlationId()).contains("c");
        assertThat(found.applicationMessageId()).contains("m");
        assertThat(found.applicationMessageType()).contains("y");
        assertThat(found.senderId()).contains("s");
        assertThat(found.senderTimestampMillis()).isEqualTo(OptionalLong.of(1));
        assertThat(found.sequenceNumber()).isEqualTo(OptionalLong.of(2));
        assertThat(found.replyTo()).contains(Destination.queue("q"));
        assertThat(found.httpContentType()).contains("text/plain");
        assertThat(found.httpContentEncoding()).contains("gzip");
        assertThat(found.reply()).isTrue();
        assertThat(found.priority()).isEqualTo(OptionalInt.of(7));
        assertThat(found.timeToLiveMillis()).isEqualTo(OptionalLong.of(5_000));
        assertThat(HexFormat.of().formatHex(found.userData())).isEqualTo("aabbcc");
        assertThat(found.elidingEligible()).isTrue();
        assertThat(found.deliverToOne()).isTrue();
        assertThat(found.dmqEligible()).isTrue();
        assertThat(found.classOfService()).isEqualTo(3);
        assertThat(found.deliveryMode()).isEqualTo(DeliveryMode.DIRECT);
    }

    @Test
    void eachKindOfBodyIsUnderstood() {
        assertThat(body(metadata(0x07, 0), Sdt.encode("käse")).text()).contains("käse");
        assertThat(body(metadata(0x07, 0), NONE)).isEqualTo(new MessageBody(MessageBody.Type.TEXT, null));
        assertThat(body(metadata(0x0a, 0), Sdt.encode(Map.of("a", 1))).map()).contains(Map.of("a", 1));
        assertThat(body(metadata(0x0b, 0), Sdt.encode(List.of(1, "b"))).stream())
                .contains(List.of(1, "b"));
        assertThat(body(metadata(0x80, 0), Sdt.encode("käse")).type()).isEqualTo(MessageBody.Type.BYTES);
        assertThat(body(NONE, Sdt.encode("käse")).type()).isEqualTo(MessageBody.Type.BYTES);
    }

    private static MessageBody body(byte[] metadata, byte[] attachment) {
        return message(frame(NONE, attachment, metadata), true).body();
    }

    @Test
    void whatCannotBeReadIsSaidToBeAndForwardedAllTheSame() {
        byte[] attachment = "no item".getBytes(StandardCharsets.UTF_8);
        for (byte[] metadata : List.of(
                new byte[] {1, 0, 0, 0, 9},
                new byte[] {1, 9, 0, 0, 0},
                metadata(0x42, 0),
                metadata(0x07, 0),
                metadata(0x80, 0, "no map"),
                metadata(0x80, 0, Map.of("p", 1)))) {
            SmfFrame frame = frame(NONE, attachment, metadata);
            Message message = message(frame, true);
            assertThat(message.body().type())
                    .as(HexFormat.of().formatHex(metadata))
                    .isEqualTo(MessageBody.Type.UNREADABLE);
            assertThat(message.payload()).isEqualTo(attachment);
            assertThat(message.userProperties()).isEmpty();
            assertThat(message.content().mqttPayload()).isEqualTo(attachment);
            assertThat(DataMessages.delivery(message)).isEqualTo(frame.bytes());
        }
    }

    @Test
    void mqttGetsTheTextOfATextMessageOrItsEncoding() {
        byte[] encoded = Sdt.encode("käse");
        SmfFrame frame = frame(NONE, encoded, metadata(0x07, 0));
        assertThat(message(frame, true).content().mqttPayload()).isEqualTo("käse".getBytes(StandardCharsets.UTF_8));
        assertThat(message(frame, false).content().mqttPayload()).isEqualTo(encoded);
        assertThat(message(frame(NONE, NONE, metadata(0x07, 0)), true).content().mqttPayload())
                .isEmpty();
        byte[] map = Sdt.encode(Map.of("a", 1));
        assertThat(message(frame(NONE, map, metadata(0x0a, 0)), true).content().mqttPayload())
                .isEqualTo(map);
    }

    /** Flow, ids and delivery mode are between the publisher and the broker. */
    @Test
    void aGuaranteedMessageGoesOnAsADirectOne() {
        byte[] guaranteed = HexFormat.of()
                .parseHex("1b0d00ff0000004100000056" + "9806702f7800" + "900301" + "910a0000000000000001"
                        + "920a0000000000000000" + "170600000001" + "0106000003e9" + "e60003" + "030304"
                        + "96062207420e" + "68656c6c6f2121" + "01000000092f0000000918048000");
        Message message = message(frame(guaranteed), true);
        assertThat(message.headers().deliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.guaranteed()).isTrue();
        assertThat(HexFormat.of().formatHex(DataMessages.delivery(message)))
                .isEqualTo("030d00ff0000001e00000033" + "9806702f7800" + "e60003" + "030304" + "96062207420e"
                        + "68656c6c6f2121" + "01000000092f0000000918048000");
        assertThat(Optional.of(message.payload()).map(String::new)).contains("hello!!");
    }

    @Property
    void damagedMetadataNeverKeepsAMessageFromBeingShown(@ForAll @IntRange(max = 10_000) int where, @ForAll byte by) {
        byte[] metadata =
                metadata(0x07, 0, Map.of("h", Map.of("ci", "c"), "p", Map.of("a", 1, "b", List.of(2, Map.of("c", 3)))));
        metadata[where % metadata.length] ^= by;
        Message message = message(frame(NONE, Sdt.encode("text"), metadata), true);
        assertThat(message.body()).isNotNull();
        assertThat(message.headers()).isNotNull();
        assertThat(message.content().mqttPayload()).isNotNull();
    }
}
