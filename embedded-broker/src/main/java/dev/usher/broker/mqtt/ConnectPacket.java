package dev.usher.broker.mqtt;

import dev.usher.broker.core.Message;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * A CONNECT as far as this broker understands it.
 *
 * @param clientId minted when the client sent none
 * @param will null without one
 * @param refusal why the connection cannot be served, whoever asks
 */
record ConnectPacket(
        String clientId,
        String username,
        String password,
        int keepAliveSeconds,
        Message will,
        Optional<Refusal> refusal) {

    record Refusal(String reason, Buffer answer) {}

    static ConnectPacket of(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        String sent = payload.clientIdentifier();
        boolean minted = sent == null || sent.isEmpty();
        return new ConnectPacket(
                minted ? "auto-" + UUID.randomUUID() : sent,
                header.hasUserName() ? payload.userName() : "",
                header.hasPassword() ? new String(payload.passwordInBytes(), StandardCharsets.UTF_8) : "",
                header.keepAliveTimeSeconds(),
                header.isWillFlag() ? Message.of(payload.willTopic(), payload.willMessageInBytes()) : null,
                refusal(header, minted));
    }

    private static Optional<Refusal> refusal(MqttConnectVariableHeader header, boolean minted) {
        if (header.version() == MqttVersion.MQTT_5.protocolLevel()) {
            return Optional.of(
                    new Refusal("MQTT 5 is not modelled", Buffer.buffer(MqttPackets.connackUnsupportedVersion5())));
        }
        if (header.version() != MqttVersion.MQTT_3_1_1.protocolLevel()) {
            return refusal("protocol version is not modelled", MqttPackets.UNACCEPTABLE_PROTOCOL_VERSION);
        }
        if (!header.isCleanSession()) {
            return minted
                    ? refusal("a durable session needs a client id", MqttPackets.IDENTIFIER_REJECTED)
                    : refusal("durable sessions are not modelled", MqttPackets.SERVER_UNAVAILABLE);
        }
        if (header.isWillFlag() && header.willQos() == MqttQoS.EXACTLY_ONCE.value()) {
            return refusal("a will with QoS 2 is not modelled", MqttPackets.SERVER_UNAVAILABLE);
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refusal(String reason, int returnCode) {
        return Optional.of(new Refusal(reason, Buffer.buffer(MqttPackets.connack(returnCode))));
    }
}
