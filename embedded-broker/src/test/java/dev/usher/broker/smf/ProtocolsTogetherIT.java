package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.TextMessage;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An SMF client and an MQTT client on one broker. Every packet here is shorter than 128 bytes. */
class ProtocolsTogetherIT {

    private static final String CONNACK = "20020000";

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private EmbeddedBroker broker;
    private JcsmpClient manager;
    private WebSocketClient client;
    private WebSocket browser;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.builder()
                .aclProfile(
                        AclProfile.created("fence").withConnect(Action.ALLOW).withPublish(Action.ALLOW))
                .user(u -> u.name("alice").password("a").aclProfile("fence"))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
        manager = JcsmpClient.connect(broker, "manager", "m", "manager");
        client = vertx.createWebSocketClient();
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setURI("/")
                .setHost(broker.mqttWebSocketUri().getHost())
                .setPort(broker.mqttWebSocketUri().getPort())
                .addSubProtocol("mqtt");
        browser = client.connect(to).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        browser.binaryMessageHandler(b -> received.add(HexFormat.of().formatHex(b.getBytes())));
        send(
                0x10,
                Buffer.buffer()
                        .appendBuffer(string("MQTT"))
                        .appendBytes(new byte[] {4, (byte) 0xc2, 0, 60})
                        .appendBuffer(string("dev"))
                        .appendBuffer(string("alice"))
                        .appendBuffer(string("a")));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(CONNACK);
    }

    @AfterEach
    void stop() throws Exception {
        manager.close();
        broker.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Buffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Buffer.buffer().appendUnsignedShort(bytes.length).appendBytes(bytes);
    }

    private void send(int type, Buffer body) {
        browser.writeBinaryMessage(Buffer.buffer()
                .appendByte((byte) type)
                .appendByte((byte) body.length())
                .appendBuffer(body));
    }

    private static String publishPacket(String topic, byte[] payload) {
        Buffer body = string(topic).appendBytes(payload);
        return "30" + HexFormat.of().toHexDigits((byte) body.length())
                + HexFormat.of().formatHex(body.getBytes());
    }

    @Test
    void whatMqttPublishesIsABytesMessageForSmf() throws Exception {
        manager.subscribe("up/>");
        send(0x30, string("up/x").appendString("from the browser"));
        assertThat(manager.nextText()).isEqualTo("from the browser");
    }

    @Test
    void anInjectedSubscriptionReachesTheBrowserAndItsOwnIsRefused() throws Exception {
        send(
                0x82,
                Buffer.buffer()
                        .appendUnsignedShort(1)
                        .appendBuffer(string("US/NASDAQ/#"))
                        .appendByte((byte) 0));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("9003000180");

        String name = broker.clients().get(1).name();
        assertThat(name).isEqualTo("#mqtt/dev/1");
        manager.onBehalfOf(true, name, "US/NASDAQ/*/\u0003");
        assertThat(broker.subscriptionsOf(name)).containsExactly("US/NASDAQ/+/#");
        manager.publish("US/NYSE/IBM", "no");
        manager.publish("US/NASDAQ/AAPL", "yes");
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(publishPacket("US/NASDAQ/AAPL", "yes".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTextMessageArrivesAsItsAttachment() throws JCSMPException, InterruptedException {
        manager.onBehalfOf(true, "#mqtt/dev/1", "t");
        TextMessage text = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
        text.setText("hi");
        manager.producer().send(text, JCSMPFactory.onlyInstance().createTopic("t"));
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(publishPacket("t", new byte[] {0x1c, 5, 'h', 'i', 0}));
    }
}
