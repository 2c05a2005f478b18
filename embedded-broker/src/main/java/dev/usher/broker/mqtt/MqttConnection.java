package dev.usher.broker.mqtt;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientPort;
import dev.usher.broker.core.DirectQueues;
import dev.usher.broker.core.Inbox;
import dev.usher.broker.core.LoginRefusal;
import dev.usher.broker.core.LoginRequest;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MqttPacketKind;
import dev.usher.broker.core.Protocol;
import dev.usher.broker.core.PublishOutcome;
import dev.usher.broker.net.Egress;
import dev.usher.broker.net.Transport;
import dev.usher.broker.switches.MqttSwitches.PublishRefusal;
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
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT connection: reads its packets, calls the core, writes the answers. Runs on the connection's event loop,
 * except for what the core delivers and for its disconnect.
 */
final class MqttConnection implements ClientPort {
    private static final Logger log = LoggerFactory.getLogger(MqttConnection.class);

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final Duration connectTimeout;
    private final BrokerCore core;
    private final Transport transport;
    private final PacketReader reader = new PacketReader();
    private final Egress egress;
    private final IdleWatch idle;
    private volatile Client client;
    private Message will;
    private boolean ended;

    MqttConnection(Vertx vertx, BrokerCore core, Transport transport) {
        this(vertx, core, transport, CONNECT_TIMEOUT);
    }

    MqttConnection(Vertx vertx, BrokerCore core, Transport transport, Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
        this.core = core;
        this.transport = transport;
        this.egress = new Egress(transport);
        this.idle = new IdleWatch(
                vertx,
                transport::isHearing,
                () -> refuse(client == null ? "no CONNECT in time" : "keep-alive timeout"));
    }

    void start() {
        transport.listen(this::received, this::refuse, () -> end("connection lost", true));
        idle.limit(connectTimeout);
    }

    @Override
    public int deliver(Message message) {
        Client known = client;
        DirectQueues queues = known == null ? DirectQueues.CREATED : known.directQueues();
        DirectQueues.Queue queue = queues.of(message.classOfService());
        int discarded = egress.message(
                message.wire(Protocol.MQTT, MqttPackets::publish),
                Egress.Priority.ofClass(message.classOfService()),
                message.workUnits(),
                queue.maxDepth(),
                queue.minMsgBurst());
        count(MqttPacketKind.PUBLISH_QOS0_SENT, 1 - discarded);
        return discarded;
    }

    @Override
    public void deliverGuaranteed(Message message, int packetId, boolean duplicate) {
        egress.control(MqttPackets.publish(message, packetId, duplicate));
        count(MqttPacketKind.PUBLISH_QOS1_SENT);
    }

    @Override
    public void cutInside(Message message) {
        byte[] bytes = message.wire(Protocol.MQTT, MqttPackets::publish);
        egress.control(Arrays.copyOf(bytes, bytes.length / 2));
        transport.execute(() -> end("fault", true));
    }

    @Override
    public Optional<SSLSession> tls() {
        return transport.tls();
    }

    @Override
    public void disconnect(String reason) {
        egress.close();
        transport.execute(() -> end(reason, true));
    }

    private void received(Buffer bytes) {
        idle.heard();
        if (ended) {
            return;
        }
        try {
            reader.feed(bytes, this::onPacket);
        } catch (RuntimeException e) {
            // A defect here must not leave a client that waits for answers.
            log.warn("mqtt input failed address={}", transport.address(), e);
            refuse("internal error");
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
        PacketCounting.received(client.mqttPackets(), packet);
        answer(packet);
        if (!ended) {
            PacketCounting.answered(client.mqttPackets(), packet);
        }
    }

    private void answer(MqttMessage packet) {
        switch (packet.fixedHeader().messageType()) {
            case PUBLISH -> onPublish((MqttPublishMessage) packet);
            case PUBACK -> client.acknowledge(packetId(packet));
            case PUBREL -> {
                client.releaseOnce(packetId(packet));
                egress.control(MqttPackets.pubcomp(packetId(packet)));
            }
            case SUBSCRIBE -> onSubscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> onUnsubscribe((MqttUnsubscribeMessage) packet);
            case PINGREQ -> egress.control(MqttPackets.pingresp());
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
                                transport.address(),
                                "",
                                "MQTT 3.1.1",
                                "",
                                packet.cleanSession()),
                        this)
                .fold(accepted -> onAccepted(accepted, packet), this::onLoginRefused);
    }

    private Void onAccepted(Client accepted, ConnectPacket packet) {
        client = accepted;
        count(MqttPacketKind.CONNECT);
        count(MqttPacketKind.CONNACK);
        will = packet.will();
        // MQTT 3.1.1, 3.1.2.10: one and a half times the keep-alive; 0 switches it off.
        idle.limit(Duration.ofMillis(packet.keepAliveSeconds() * 1_500L));
        egress.controlAhead(MqttPackets.connackAccepted(accepted.isSessionPresent()));
        log.debug("mqtt client connected client={} username={}", accepted.name(), accepted.username());
        return null;
    }

    private Void onLoginRefused(LoginRefusal reason) {
        log.info("mqtt connect refused address={} reason={}", transport.address(), reason);
        int code = switch (reason) {
            case UNAUTHORIZED -> MqttPackets.BAD_USERNAME_OR_PASSWORD;
            case ACL_DENIED,
                    USERNAME_SHUTDOWN,
                    VPN_NOT_ALLOWED,
                    NOT_SESSION_OWNER,
                    BASIC_AUTHENTICATION_SHUTDOWN,
                    CERTIFICATE_AUTHENTICATION_SHUTDOWN,
                    OAUTH_AUTHENTICATION_SHUTDOWN,
                    CERTIFICATE_UNTRUSTED,
                    CERTIFICATE_DATE_INVALID,
                    DYNAMIC_CLIENTS_NOT_ALLOWED -> MqttPackets.NOT_AUTHORIZED;
            case NAME_IN_USE, NAME_INVALID -> MqttPackets.IDENTIFIER_REJECTED;
            case VPN_UNAVAILABLE,
                    TOO_MANY_CLIENTS,
                    SERVICE_UNAVAILABLE,
                    SESSION_SHUTDOWN,
                    INVALID_VIRTUAL_ROUTER,
                    REPLICATION_STANDBY -> MqttPackets.SERVER_UNAVAILABLE;
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
                Inbox.inSmf(packet.variableHeader().topicName()),
                ByteBufUtil.getBytes(packet.payload()),
                qos == MqttQoS.AT_MOST_ONCE && core.switches().mqttPublishElidable(),
                qos != MqttQoS.AT_MOST_ONCE);
        PublishOutcome outcome = publish(qos, packetId, message);
        boolean denied = outcome == PublishOutcome.ACL_DENIED;
        if (outcome == PublishOutcome.INVALID_TOPIC) {
            refuse("topic out of limits");
        } else if (denied && core.switches().mqttPublishRefusal() == PublishRefusal.CLOSE) {
            refuse("publish refused");
        } else if (qos == MqttQoS.AT_LEAST_ONCE) {
            // MQTT 3.1.1 has no negative acknowledgement: a message that was refused is acknowledged as well.
            egress.control(MqttPackets.puback(packetId));
        } else if (qos == MqttQoS.EXACTLY_ONCE) {
            egress.control(MqttPackets.pubrec(packetId));
        }
    }

    private PublishOutcome publish(MqttQoS qos, int packetId, Message message) {
        if (message.guaranteed() && !client.isGuaranteedSendAllowed()) {
            return PublishOutcome.ACL_DENIED;
        }
        return qos == MqttQoS.EXACTLY_ONCE ? client.publishOnce(packetId, message) : client.publish(message);
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
        Subscribing.Granted granted =
                Subscribing.subscribe(client, wanted, core.switches().mqttSubscribeRefusal());
        if (granted.toBeClosed()) {
            refuse("subscription refused by the ACL");
            return;
        }
        egress.control(MqttPackets.suback(packet.variableHeader().messageId(), granted.codes()));
        count(
                granted.codes().contains(MqttPackets.SUBSCRIBE_FAILURE)
                        ? MqttPacketKind.SUBACK_ERROR
                        : MqttPacketKind.SUBACK);
        granted.answers().forEach(answer -> egress.control(MqttPackets.publish(answer)));
    }

    private void onUnsubscribe(MqttUnsubscribeMessage packet) {
        if (packet.payload().topics().stream().anyMatch(Subscribing::outOfLimits)) {
            refuse("topic filter out of limits");
            return;
        }
        Subscribing.unsubscribe(client, packet.payload().topics());
        egress.control(MqttPackets.unsuback(packet.variableHeader().messageId()));
    }

    private void count(MqttPacketKind kind) {
        count(kind, 1);
    }

    private void count(MqttPacketKind kind, int packets) {
        Client known = client;
        if (known != null) {
            known.mqttPackets().add(kind, packets);
        }
    }

    private void refuse(String reason) {
        log.info(
                "mqtt connection closed by broker client={} address={} reason=\"{}\"",
                client,
                transport.address(),
                reason);
        end(reason, true);
    }

    private void answerAndEnd(byte[] answer, String reason) {
        egress.controlAhead(answer);
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
        transport.execute(reader::close);
        transport.close();
    }
}
