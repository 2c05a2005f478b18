package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishPacketTest {

    @Test
    void readsEveryField() {
        MqttPublishMessage packet = (MqttPublishMessage) decode("3b 08 0003 612f2b 0102 68");
        assertThat(packet.decoderResult().isSuccess()).isTrue();
        assertThat(packet.fixedHeader().isDup()).isTrue();
        assertThat(packet.fixedHeader().isRetain()).isTrue();
        assertThat(packet.fixedHeader().qosLevel().value()).isEqualTo(1);
        assertThat(packet.variableHeader().topicName()).isEqualTo("a/+");
        assertThat(packet.variableHeader().packetId()).isEqualTo(0x0102);
        assertThat(packet.payload().toString(StandardCharsets.US_ASCII)).isEqualTo("h");
    }

    @Test
    void thePayloadMayBeEmptyAndTheLengthSpreadOverMoreBytes() {
        MqttPublishMessage packet = (MqttPublishMessage) decode("30 8300 0001 61");
        assertThat(packet.variableHeader().topicName()).isEqualTo("a");
        assertThat(packet.payload().readableBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "36 05 0001 61 0001", // QoS 3
                "38 03 0001 61", // a duplicate without a QoS
                "32 05 0001 61 0000", // packet id 0
                "32 04 0001 61 00", // ends within the packet id
                "30 03 0002 61", // ends within the topic
                "30 01 00", // ends within the topic's length
                "30 00", // empty
                "30 03 0001 ff" // not UTF-8
            })
    void whatIsMalformedIsSaidToBe(String packet) {
        assertThat(decode(packet).decoderResult().isFailure()).isTrue();
    }

    private static MqttMessage decode(String hex) {
        return PublishPacket.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
