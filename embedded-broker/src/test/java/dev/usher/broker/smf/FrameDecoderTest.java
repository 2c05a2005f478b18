package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {

    /** As JCSMP 10.29.1 sent it: "hello" as a direct bytes message on t/a/b. */
    private static final String DIRECT = "030d00ff0000002000000033"
            + "9808742f612f6200e6000503030496062205420e"
            + "68656c6c6f0100000009"
            + "2f0000000918048000";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static SmfFrame frame(byte[] bytes) {
        FrameDecoder decoder = new FrameDecoder(1_000_000);
        decoder.feed(bytes);
        return decoder.next();
    }

    @Property
    void framesComeOutHoweverTheStreamIsCut(
            @ForAll @Size(max = 8) List<@IntRange(max = 300) Integer> bodies,
            @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 400) Integer> cuts) {
        ByteWriter stream = new ByteWriter(64);
        for (int size : bodies) {
            stream.raw(SmfFrame.of(SmfFrame.TR_MSG, new byte[0], filled(size)));
        }
        byte[] all = stream.toBytes();
        FrameDecoder decoder = new FrameDecoder(1_000_000);
        List<Integer> sizes = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < all.length; i++) {
            int end = i < cuts.size() ? Math.min(all.length, at + cuts.get(i)) : all.length;
            decoder.feed(Arrays.copyOfRange(all, at, end));
            at = end;
            SmfFrame frame;
            while ((frame = decoder.next()) != null) {
                byte[] body = frame.body().rest();
                assertThat(body).isEqualTo(filled(body.length));
                sizes.add(body.length);
            }
        }
        assertThat(sizes).isEqualTo(bodies);
    }

    private static byte[] filled(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) size);
        return body;
    }

    @Property
    void randomBytesAreRefusedOrParsedButNothingElse(@ForAll @Size(max = 60) byte[] noise) {
        byte[] body = SmfFrame.of(SmfFrame.TR_MSG, noise, noise);
        try {
            SmfFrame frame = frame(body);
            DataMessages.decode(frame, HeaderParameters.parse(frame), true);
        } catch (MalformedFrameException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    @Property
    void randomControlBodiesAreRefusedOrParsedButNothingElse(@ForAll @Size(max = 60) byte[] noise) {
        SmfFrame frame = frame(SmfFrame.of(SmfFrame.SMP, new byte[0], noise));
        List<Runnable> parsers = List.of(
                () -> LoginMessages.parse(frame),
                () -> SubscriptionMessages.parse(frame),
                () -> AssuredMessages.parse(frame));
        for (Runnable parser : parsers) {
            try {
                parser.run();
            } catch (MalformedFrameException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aDirectMessageIsForwardedVerbatim() {
        SmfFrame frame = frame(hex(DIRECT));
        Message message = DataMessages.decode(frame, HeaderParameters.parse(frame), true);
        assertThat(message.topic()).isEqualTo("t/a/b");
        assertThat(message.payload()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(DataMessages.delivery(message)).isEqualTo(hex(DIRECT));
        assertThat(message.wire(Protocol.SMF, m -> new byte[0])).startsWith(0x03);
    }

    @Test
    void aMessageBornElsewhereBecomesABytesMessage() {
        Message message = Message.of("t/a/b", "hello".getBytes(StandardCharsets.UTF_8));
        SmfFrame frame = frame(DataMessages.delivery(message));
        Message back = DataMessages.decode(frame, HeaderParameters.parse(frame), true);
        assertThat(back.topic()).isEqualTo("t/a/b");
        assertThat(back.payload()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lengthsMustMakeSense() {
        for (String bad :
                List.of("04", "030d00ff0000000b00000020", "030d00ff0000000c0000000b", "030d00ff0000000c10000000")) {
            assertThatThrownBy(() -> frame(hex(bad))).as(bad).isInstanceOf(MalformedFrameException.class);
        }
        assertThat(frame(hex("030d00"))).isNull();
    }
}
