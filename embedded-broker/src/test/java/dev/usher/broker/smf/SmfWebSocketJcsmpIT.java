package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.Requestor;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.TextMessage;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JCSMP with a {@code ws://} host. */
class SmfWebSocketJcsmpIT {

    private EmbeddedBroker broker;
    private JcsmpClient overTcp;

    @BeforeEach
    void start() throws JCSMPException {
        broker = EmbeddedBroker.builder()
                .aclProfile(AclProfile.created("fence").withConnect(Action.ALLOW))
                .user("alice", "a")
                .user(u -> u.name("fenced").password("f").aclProfile("fence"))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
        overTcp = JcsmpClient.connect(broker, "manager", "m", "manager");
    }

    @AfterEach
    void stop() {
        overTcp.close();
        broker.close();
    }

    private JcsmpClient connect(String username, String password, String clientName, int reconnects)
            throws JCSMPException {
        return JcsmpClient.connect(broker, username, password, clientName, p -> {
            p.setProperty(JCSMPProperties.HOST, broker.smfWebSocketUri().toString());
            p.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, 50);
            p.setProperty(JCSMPProperties.REAPPLY_SUBSCRIPTIONS, true);
            JCSMPChannelProperties channel = new JCSMPChannelProperties();
            channel.setReconnectRetries(reconnects);
            channel.setReconnectRetryWaitInMillis(0);
            p.setProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES, channel);
        });
    }

    @Test
    void messagesPassBothWaysBetweenTcpAndWebSocketWithTheirProperties() throws Exception {
        try (JcsmpClient alice = connect("alice", "a", "alice", 0)) {
            alice.subscribe("down");
            overTcp.subscribe("up");
            SDTMap properties = JCSMPFactory.onlyInstance().createMap();
            properties.putLong("k_offset", 42L);
            String large = "x".repeat(300_000);
            overTcp.publish("down", large, DeliveryMode.DIRECT, false, properties);
            alice.publish("up", large, DeliveryMode.DIRECT, false, properties);
            for (JcsmpClient client : new JcsmpClient[] {alice, overTcp}) {
                BytesXMLMessage message = client.next();
                assertThat(JcsmpClient.text(message)).isEqualTo(large);
                assertThat(message.getProperties().getLong("k_offset")).isEqualTo(42L);
            }
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> connect("alice", "wrong", "alice", 0))
                .isInstanceOfSatisfying(
                        JCSMPErrorResponseException.class,
                        e -> assertThat(e.getSubcodeEx()).isEqualTo(JCSMPErrorResponseSubcodeEx.UNAUTHORIZED));
    }

    @Test
    void guaranteedMessagesAreAcknowledgedInOrder() throws Exception {
        try (JcsmpClient alice = connect("alice", "a", "alice", 0)) {
            alice.subscribe("g");
            for (int i = 0; i < 200; i++) {
                alice.publish("g", "m" + i, DeliveryMode.PERSISTENT, false, null);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(alice.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
                assertThat(alice.nextText()).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void aManagerSubscribesForAClientThatMayNotDoSoItself() throws Exception {
        try (JcsmpClient fenced = connect("fenced", "f", "fenced", 0)) {
            assertThatThrownBy(() -> fenced.subscribe("t"))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx())
                                    .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ACL_DENIED));
            overTcp.onBehalfOf(true, "fenced", "t");
            overTcp.publish("t", "injected");
            assertThat(fenced.nextText()).isEqualTo("injected");
        }
    }

    @Test
    void aRequestIsAnsweredThroughTheInbox() throws Exception {
        ExecutorService asking = Executors.newSingleThreadExecutor();
        try (JcsmpClient alice = connect("alice", "a", "alice", 0)) {
            overTcp.subscribe("service");
            overTcp.producer();
            alice.producer();
            Requestor requestor = alice.session().createRequestor();
            TextMessage request = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
            Future<BytesXMLMessage> answer = asking.submit(() -> requestor.request(
                    request, 10_000, JCSMPFactory.onlyInstance().createTopic("service")));
            TextMessage reply = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
            reply.setText("served");
            overTcp.producer().sendReply(overTcp.next(), reply);
            assertThat(((TextMessage) answer.get(10, TimeUnit.SECONDS)).getText())
                    .isEqualTo("served");
        } finally {
            asking.shutdownNow();
        }
    }

    @Test
    void afterACutItComesBackUnderItsNameWithItsSubscriptions() throws Exception {
        try (JcsmpClient alice = connect("alice", "a", "alice", 5)) {
            alice.subscribe("t");
            int first = clientId("alice");
            assertThat(broker.faults().cut("alice")).isTrue();
            await().until(() ->
                    clientId("alice") > first && broker.subscriptionsOf("alice").contains("t"));
            overTcp.publish("t", "back");
            assertThat(alice.nextText()).isEqualTo("back");
        }
    }

    /** The broker's number of the connection, 0 if there is none. */
    private int clientId(String clientName) {
        return broker.clients().stream()
                .filter(c -> c.name().equals(clientName))
                .findFirst()
                .map(c -> c.clientId())
                .orElse(0);
    }
}
