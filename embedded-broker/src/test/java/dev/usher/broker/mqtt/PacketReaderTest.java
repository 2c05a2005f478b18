package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketReaderTest {
    private final PacketReader reader = new PacketReader();
    private final List<String> seen = new ArrayList<>();

    private void collect(MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            seen.add("malformed");
        } else if (packet instanceof MqttPublishMessage publish) {
            seen.add(publish.payload().toString(StandardCharsets.UTF_8));
        } else {
            seen.add(packet.fixedHeader().messageType().name());
        }
    }

    @Property
    void cuttingTheStreamAnywhereChangesNothing(
            @ForAll @Size(max = 6) List<@StringLength(max = 300) @AlphaChars String> payloads,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 400) Integer> cuts) {
        Buffer stream = Buffer.buffer();
        payloads.forEach(p -> stream.appendBytes(RawMqtt.publish("a/b", p)));
        PacketReader fresh = new PacketReader();
        List<String> got = new ArrayList<>();
        int at = 0;
        for (int i = 0; at < stream.length(); i++) {
            int end = Math.min(stream.length(), at + cuts.get(i % cuts.size()));
            fresh.feed(
                    stream.getBuffer(at, end),
                    p -> got.add(((MqttPublishMessage) p).payload().toString(StandardCharsets.UTF_8)));
            at = end;
        }
        assertThat(got).isEqualTo(payloads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3000", // PUBLISH without a topic
                "3003000561", // topic longer than the packet
                "82020001", // SUBSCRIBE without a filter is left to the connection
                "8006000100016100", // SUBSCRIBE with wrong flags
                "ffffffffff7f", // endless length
                "36050001610000", // packet id 0
                "3006000361002b62" // NUL in a topic
            })
    void aPacketIsNeverWaitedForWhenItsLengthSaysItIsThere(String hex) {
        reader.feed(Buffer.buffer(HexFormat.of().parseHex(hex)), this::collect);
        assertThat(seen).hasSize(1);
    }

    @Test
    void nothingFollowsAMalformedPacket() {
        Buffer bytes = Buffer.buffer(HexFormat.of().parseHex("3003000561"));
        reader.feed(bytes.appendBytes(RawMqtt.publish("a", "x")), this::collect);
        reader.feed(Buffer.buffer(RawMqtt.publish("a", "y")), this::collect);
        assertThat(seen).containsExactly("malformed");
    }

    @Test
    void refusesAPacketOverTheLimitBeforeItsBytesArrive() {
        reader.feed(Buffer.buffer(HexFormat.of().parseHex("30ffffff7f")), this::collect);
        assertThat(seen).containsExactly("malformed");
    }
}
