package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.core.Message;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we encode, Netty's decoder understands. */
class MqttPacketsTest {

    private static MqttMessage decoded(byte[] packet) {
        EmbeddedChannel channel = new EmbeddedChannel(new MqttDecoder(10_000_000));
        channel.writeInbound(Unpooled.wrappedBuffer(packet));
        MqttMessage message = channel.readInbound();
        assertThat(message.decoderResult().isSuccess()).isTrue();
        assertThat((Object) channel.readInbound()).isNull();
        return message;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 122, 123, 16_378, 16_379, 2_097_146, 2_097_147})
    void publishesPayloadsOfAnyLength(int length) {
        byte[] payload = new byte[length];
        MqttPublishMessage message = (MqttPublishMessage) decoded(MqttPackets.publish(Message.of("é/b", payload)));
        assertThat(message.variableHeader().topicName()).isEqualTo("é/b");
        assertThat(ByteBufUtil.getBytes(message.payload())).isEqualTo(payload);
        assertThat(message.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_MOST_ONCE);
        assertThat(message.fixedHeader().isRetain()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 120, 121, 16_376})
    void publishesWithQos1(int length) {
        byte[] payload = new byte[length];
        MqttPublishMessage message =
                (MqttPublishMessage) decoded(MqttPackets.publish(Message.of("é/b", payload), 0xFEDC, length == 1));
        assertThat(message.variableHeader().topicName()).isEqualTo("é/b");
        assertThat(message.variableHeader().packetId()).isEqualTo(0xFEDC);
        assertThat(ByteBufUtil.getBytes(message.payload())).isEqualTo(payload);
        assertThat(message.fixedHeader().qosLevel()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
        assertThat(message.fixedHeader().isDup()).isEqualTo(length == 1);
    }

    @Test
    void acknowledges() {
        MqttConnAckMessage connack = (MqttConnAckMessage) decoded(MqttPackets.connack(4));
        assertThat(connack.variableHeader().connectReturnCode().byteValue()).isEqualTo((byte) 4);
        assertThat(connack.variableHeader().isSessionPresent()).isFalse();
        MqttSubAckMessage suback = (MqttSubAckMessage) decoded(MqttPackets.suback(0xABCD, List.of(0, 0x80)));
        assertThat(suback.variableHeader().messageId()).isEqualTo(0xABCD);
        assertThat(suback.payload().grantedQoSLevels()).containsExactly(0, 0x80);
        for (byte[] packet : List.of(
                MqttPackets.unsuback(0x1234),
                MqttPackets.puback(0x1234),
                MqttPackets.pubrec(0x1234),
                MqttPackets.pubcomp(0x1234))) {
            assertThat(((MqttMessageIdVariableHeader) decoded(packet).variableHeader()).messageId())
                    .isEqualTo(0x1234);
        }
        assertThat(decoded(MqttPackets.pingresp()).fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
    }
}
