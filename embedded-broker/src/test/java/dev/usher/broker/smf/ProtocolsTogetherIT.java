package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.MapMessage;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.XMLContentMessage;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.DeliveryMode;
import dev.usher.broker.core.Destination;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MessageBody;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
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
    void ofATextMessageTheBrowserGetsTheText() throws JCSMPException, InterruptedException {
        manager.onBehalfOf(true, "#mqtt/dev/1", "t");
        TextMessage text = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
        text.setText("hi");
        manager.producer().send(text, JCSMPFactory.onlyInstance().createTopic("t"));
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(publishPacket("t", "hi".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void ofAMapMessageTheBrowserGetsItsEncoding() throws JCSMPException, InterruptedException {
        manager.onBehalfOf(true, "#mqtt/dev/1", "t");
        MapMessage message = JCSMPFactory.onlyInstance().createMessage(MapMessage.class);
        SDTMap map = JCSMPFactory.onlyInstance().createMap();
        map.putInteger("a", 1);
        message.setMap(map);
        manager.producer().send(message, JCSMPFactory.onlyInstance().createTopic("t"));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(publishPacket("t", Sdt.encode(Map.of("a", 1))));
    }

    @Test
    void ofAnXmlMessageTheBrowserGetsTheXml() throws JCSMPException, InterruptedException {
        manager.onBehalfOf(true, "#mqtt/dev/1", "t");
        XMLContentMessage message = JCSMPFactory.onlyInstance().createMessage(XMLContentMessage.class);
        message.setXMLContent("<a/>");
        manager.producer().send(message, JCSMPFactory.onlyInstance().createTopic("t"));
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(publishPacket("t", "<a/>".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theBrowserAnswersARequestOnTheTopicItIsTold() throws JCSMPException, InterruptedException {
        manager.onBehalfOf(true, "#mqtt/dev/1", "service");
        manager.subscribe("answers/17");
        BytesMessage request = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
        request.setData("answers/17".getBytes(StandardCharsets.UTF_8));
        request.setReplyTo(JCSMPFactory.onlyInstance().createTopic("answers/17"));
        manager.producer().send(request, JCSMPFactory.onlyInstance().createTopic("service"));
        assertThat(received.poll(10, TimeUnit.SECONDS))
                .isEqualTo(publishPacket("service", "answers/17".getBytes(StandardCharsets.UTF_8)));
        send(0x30, string("answers/17").appendString("because"));
        assertThat(manager.nextText()).isEqualTo("because");
        assertThat(broker.received("service"))
                .singleElement()
                .satisfies(m -> assertThat(m.headers().replyTo()).contains(Destination.topic("answers/17")));
    }

    @Test
    void whatTheBrowserPublishesIsToldAsBytesWithoutHeaders() throws InterruptedException {
        send(0x30, string("up/x").appendString("from the browser"));
        await().until(() -> broker.received("up/x").size() == 1);
        Message told = broker.received("up/x").get(0);
        assertThat(told.body().type()).isEqualTo(MessageBody.Type.BYTES);
        assertThat(told.text()).isEmpty();
        assertThat(told.userProperties()).isEmpty();
        assertThat(told.headers().deliveryMode()).isEqualTo(DeliveryMode.DIRECT);
        assertThat(told.headers().correlationId()).isEmpty();
        send(0x32, string("up/y").appendUnsignedShort(7).appendString("guaranteed"));
        await().until(() -> broker.received("up/y").size() == 1);
        assertThat(broker.received("up/y").get(0).headers().deliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
    }
}
