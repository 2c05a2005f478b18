package dev.usher.broker.mqtt;

import dev.usher.broker.core.Inbox;
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
 * @param cleanSession false asks for a session that outlives the connection
 * @param will null without one
 * @param refusal why the connection cannot be served, whoever asks
 */
record ConnectPacket(
        String clientId,
        boolean cleanSession,
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
                header.isCleanSession(),
                header.hasUserName() ? payload.userName() : "",
                header.hasPassword() ? new String(payload.passwordInBytes(), StandardCharsets.UTF_8) : "",
                header.keepAliveTimeSeconds(),
                header.isWillFlag() ? will(header, payload) : null,
                refusal(header, minted));
    }

    /** Without the password, and without the will's message. */
    @Override
    public String toString() {
        return "ConnectPacket[clientId=" + clientId + " cleanSession=" + cleanSession + " username=" + username
                + " keepAliveSeconds=" + keepAliveSeconds + " refusal="
                + refusal.map(Refusal::reason).orElse("none")
                + "]";
    }

    private static Optional<Refusal> refusal(MqttConnectVariableHeader header, boolean minted) {
        if (header.version() == MqttVersion.MQTT_5.protocolLevel()) {
            return Optional.of(
                    new Refusal("MQTT 5 is not modelled", Buffer.buffer(MqttPackets.connackUnsupportedVersion5())));
        }
        if (header.version() != MqttVersion.MQTT_3_1_1.protocolLevel()) {
            return refusal("protocol version is not modelled", MqttPackets.UNACCEPTABLE_PROTOCOL_VERSION);
        }
        if (!header.isCleanSession() && minted) {
            return refusal("a durable session needs a client id", MqttPackets.IDENTIFIER_REJECTED);
        }
        return Optional.empty();
    }

    private static Message will(MqttConnectVariableHeader header, MqttConnectPayload payload) {
        boolean guaranteed = header.willQos() != MqttQoS.AT_MOST_ONCE.value();
        return Message.of(Inbox.inSmf(payload.willTopic()), payload.willMessageInBytes(), false, guaranteed);
    }

    private static Optional<Refusal> refusal(String reason, int returnCode) {
        return Optional.of(new Refusal(reason, Buffer.buffer(MqttPackets.connack(returnCode))));
    }
}
