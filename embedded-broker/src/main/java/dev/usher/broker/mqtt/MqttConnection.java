package dev.usher.broker.mqtt;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientPort;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.LoginRefusal;
import dev.usher.broker.core.LoginRequest;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.PublishOutcome;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT client on one WebSocket: reads its packets, calls the core, writes the answers. Runs on the connection's
 * context, except for what the core delivers and for its disconnect.
 */
final class MqttConnection implements ClientPort {
    private static final Logger log = LoggerFactory.getLogger(MqttConnection.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final int DEFAULT_LIMIT = ClientProfile.created("default").egressMessages();

    private final BrokerCore core;
    private final ServerWebSocket socket;
    private final Context context;
    private final PacketReader reader = new PacketReader();
    private final Egress egress;
    private final IdleWatch idle;
    private volatile Client client;
    private Message will;
    private boolean ended;

    MqttConnection(Vertx vertx, BrokerCore core, ServerWebSocket socket) {
        this.core = core;
        this.socket = socket;
        this.context = vertx.getOrCreateContext();
        this.egress = new Egress(socket, context, this::egressLimit);
        this.idle = new IdleWatch(vertx, () -> refuse(client == null ? "no CONNECT in time" : "keep-alive timeout"));
    }

    void start() {
        socket.frameHandler(this::onFrame);
        socket.exceptionHandler(e -> log.debug("mqtt socket failed address={} cause={}", address(), e.toString()));
        socket.closeHandler(v -> end("connection lost", true));
        idle.limit(CONNECT_TIMEOUT);
    }

    @Override
    public boolean deliver(Message message, boolean discardIndication) {
        return egress.offer(message.wire(Protocol.MQTT, MqttPackets::publish));
    }

    @Override
    public void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
        egress.add(MqttPackets.publish(message, packetId, duplicate));
    }

    @Override
    public void disconnect(String reason) {
        egress.close();
        context.runOnContext(v -> end(reason, true));
    }

    private void onFrame(WebSocketFrame frame) {
        if (frame.isText()) {
            refuse("text frame");
        } else if (frame.isBinary() || frame.isContinuation()) {
            idle.heard();
            if (!ended) {
                reader.feed(frame.binaryData(), this::onPacket);
            }
        }
    }

    private void onPacket(MqttMessage packet) {
        if (ended) {
            return;
        }
        if (packet.decoderResult().isFailure()) {
            malformed(packet.decoderResult().cause());
        } else if (packet instanceof MqttConnectMessage connect) {
            onConnect(connect);
        } else if (client == null) {
            refuse("first packet is not CONNECT");
        } else {
            onPacketOfClient(packet);
        }
    }

    private void onPacketOfClient(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> onPublish((MqttPublishMessage) packet);
            case PUBACK -> client.acknowledge(packetId(packet));
            case PUBREL -> {
                client.releaseOnce(packetId(packet));
                egress.add(MqttPackets.pubcomp(packetId(packet)));
            }
            case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> onUnsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> egress.add(MqttPackets.pingresp());
            case DISCONNECT -> end("disconnected by the client", false);
            default -> refuse("unexpected " + packet.fixedHeader().messageType());
        }
    }

    private void malformed(Throwable cause) {
        if (client == null && cause instanceof MqttUnacceptableProtocolVersionException) {
            answerAndEnd(MqttPackets.connack(MqttPackets.UNACCEPTABLE_PROTOCOL_VERSION), "protocol version");
        } else {
            refuse("malformed packet: " + cause.getMessage());
        }
    }

    private void onConnect(MqttConnectMessage connect) {
        if (client != null) {
            refuse("second CONNECT");
            return;
        }
        ConnectPacket packet = ConnectPacket.of(connect);
        if (packet.refusal().isPresent()) {
            log.info(
                    "mqtt connect refused client={} reason=\"{}\"",
                    packet.clientId(),
                    packet.refusal().get().reason());
            answerAndEnd(
                    packet.refusal().get().answer().getBytes(),
                    packet.refusal().get().reason());
            return;
        }
        core.login(
                        new LoginRequest(
                                Protocol.MQTT,
                                packet.username(),
                                packet.password(),
                                packet.clientId(),
                                "",
                                address(),
                                "",
                                "MQTT 3.1.1 WebSocket",
                                "",
                                packet.cleanSession()),
                        this)
                .fold(accepted -> onAccepted(accepted, packet), this::onLoginRefused);
    }

    private Void onAccepted(Client accepted, ConnectPacket packet) {
        client = accepted;
        will = packet.will();
        // MQTT 3.1.1, 3.1.2.10: one and a half times the keep-alive; 0 switches it off.
        idle.limit(Duration.ofMillis(packet.keepAliveSeconds() * 1_500L));
        egress.addFirst(MqttPackets.connackAccepted(accepted.isSessionPresent()));
        log.debug("mqtt client connected client={} username={}", accepted.name(), accepted.username());
        return null;
    }

    private Void onLoginRefused(LoginRefusal reason) {
        log.info("mqtt connect refused address={} reason={}", address(), reason);
        int code = switch (reason) {
            case UNAUTHORIZED -> MqttPackets.BAD_USERNAME_OR_PASSWORD;
            case ACL_DENIED, USERNAME_SHUTDOWN, VPN_NOT_ALLOWED, NOT_SESSION_OWNER -> MqttPackets.NOT_AUTHORIZED;
            case NAME_IN_USE, NAME_INVALID -> MqttPackets.IDENTIFIER_REJECTED;
            case VPN_UNAVAILABLE, TOO_MANY_CLIENTS, SERVICE_UNAVAILABLE, SESSION_SHUTDOWN ->
                MqttPackets.SERVER_UNAVAILABLE;
        };
        answerAndEnd(MqttPackets.connack(code), "login refused");
        return null;
    }

    private static int packetId(MqttMessage packet) {
        return ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
    }

    private void onPublish(MqttPublishMessage packet) {
        MqttQoS qos = packet.fixedHeader().qosLevel();
        int packetId = packet.variableHeader().packetId();
        Message message = Message.of(
                packet.variableHeader().topicName(),
                ByteBufUtil.getBytes(packet.payload()),
                false,
                qos != MqttQoS.AT_MOST_ONCE);
        PublishOutcome outcome =
                qos == MqttQoS.EXACTLY_ONCE ? client.publishOnce(packetId, message) : client.publish(message);
        if (outcome == PublishOutcome.INVALID_TOPIC) {
            refuse("topic out of limits");
        } else if (qos == MqttQoS.AT_LEAST_ONCE) {
            // MQTT 3.1.1 has no negative acknowledgement: a message the ACL refused is acknowledged as well.
            egress.add(MqttPackets.puback(packetId));
        } else if (qos == MqttQoS.EXACTLY_ONCE) {
            egress.add(MqttPackets.pubrec(packetId));
        }
    }

    private void onSubscribe(MqttSubscribeMessage packet) {
        List<MqttTopicSubscription> wanted = packet.payload().topicSubscriptions();
        if (wanted.isEmpty()) {
            refuse("SUBSCRIBE without a filter");
            return;
        }
        if (wanted.stream().map(MqttTopicSubscription::topicFilter).anyMatch(Subscribing::outOfLimits)) {
            refuse("topic filter out of limits");
            return;
        }
        Subscribing.Granted granted = Subscribing.subscribe(client, wanted);
        egress.add(MqttPackets.suback(packet.variableHeader().messageId(), granted.codes()));
        if (granted.nameAsked()) {
            byte[] name = client.name().getBytes(StandardCharsets.UTF_8);
            egress.add(MqttPackets.publish(Message.of(Subscribing.CLIENT_NAME_TOPIC, name)));
        }
    }

    private void onUnsubscribe(MqttUnsubscribeMessage packet) {
        if (packet.payload().topics().stream().anyMatch(Subscribing::outOfLimits)) {
            refuse("topic filter out of limits");
            return;
        }
        Subscribing.unsubscribe(client, packet.payload().topics());
        egress.add(MqttPackets.unsuback(packet.variableHeader().messageId()));
    }

    private int egressLimit() {
        Client known = client;
        return known == null
                ? DEFAULT_LIMIT
                : core.vpn()
                        .clientProfiles()
                        .find(known.clientProfile())
                        .map(ClientProfile::egressMessages)
                        .orElse(DEFAULT_LIMIT);
    }

    private void refuse(String reason) {
        log.info("mqtt connection closed by broker client={} address={} reason=\"{}\"", client, address(), reason);
        end(reason, true);
    }

    private void answerAndEnd(byte[] answer, String reason) {
        egress.addFirst(answer);
        egress.flush();
        end(reason, true);
    }

    /** @param publishWill false after a DISCONNECT, which discards the will (MQTT 3.1.1, 3.14.4) */
    private void end(String reason, boolean publishWill) {
        if (ended) {
            return;
        }
        ended = true;
        egress.close();
        idle.stop();
        Client leaving = client;
        if (leaving != null) {
            leaving.close(reason);
            if (publishWill && will != null) {
                boolean published = leaving.publishWill(will);
                log.debug("mqtt will client={} topic={} published={}", leaving.name(), will.topic(), published);
            }
        }
        context.runOnContext(v -> reader.close());
        socket.close();
    }

    private String address() {
        return socket.remoteAddress().hostAddress() + ":"
                + socket.remoteAddress().port();
    }
}
