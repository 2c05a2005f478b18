package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.Message;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the story relies on in a client, against the embedded broker alone. Passwords are the users' names. */
abstract class BrowserClientContract {
    private static final int AT_ONCE = 20;

    private EmbeddedBroker broker;
    private JCSMPSession manager;

    abstract BrowserClient connect(EmbeddedBroker to, String name, String user, String password, int reconnectMillis);

    /** By the name that the client was given. */
    abstract boolean isNamed(Client client, String name);

    @BeforeEach
    void start() throws JCSMPException {
        broker = EmbeddedBroker.builder()
                .defaultUsername(false)
                .aclProfile(AclProfile.created("fence")
                        .withConnect(Action.ALLOW)
                        .withPublish(Action.ALLOW)
                        .plus(AclProfile.Kind.SUBSCRIBE, AclExemption.smf("open/>")))
                .user(u -> u.name("alice").password("alice").aclProfile("fence"))
                .user("feed", "feed")
                .user(u -> u.name("manager").password("manager").subscriptionManager(true))
                .start();
        manager = jcsmp("manager");
    }

    @AfterEach
    void stop() {
        manager.closeSession();
        broker.close();
    }

    EmbeddedBroker broker() {
        return broker;
    }

    BrowserClient alice(String name) {
        return connect(broker, name, "alice", "alice", 0);
    }

    JCSMPSession jcsmp(String user) throws JCSMPException {
        JCSMPProperties properties = new JCSMPProperties();
        properties.setProperty(JCSMPProperties.HOST, broker.smfHost());
        properties.setProperty(JCSMPProperties.VPN_NAME, broker.vpn());
        properties.setProperty(JCSMPProperties.USERNAME, user);
        properties.setProperty(JCSMPProperties.PASSWORD, user);
        JCSMPSession session = JCSMPFactory.onlyInstance().createSession(properties);
        session.connect();
        return session;
    }

    private Client client(String name) {
        return broker.clients().stream()
                .filter(c -> isNamed(c, name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void publishesToASubscriberByteForByte() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        try (BrowserClient one = alice("one");
                BrowserClient two = alice("two")) {
            assertThat(one.subscribeTo("open/*").granted()).isTrue();

            two.publish("open/b", everyByte);
            two.publish("open/c", new byte[0]);

            await().until(() -> one.received().size() == 2);
            assertThat(one.received().get(0).topic()).isEqualTo("open/b");
            assertThat(one.received().get(0).payload()).isEqualTo(everyByte);
            assertThat(one.received().get(1).payload()).isEmpty();
            assertThat(two.received()).isEmpty();
        }
    }

    @Test
    void aBurstArrivesCompleteAndInOrder() {
        int count = 5_000;
        try (BrowserClient client = alice("one")) {
            client.subscribeTo("open/*");
            Client publisher = broker.clients().get(0);
            for (int i = 0; i < count; i++) {
                publisher.publish(Message.of("open/" + i % 7, String.valueOf(i).getBytes(StandardCharsets.UTF_8)));
            }
            await().until(() -> client.received().size() == count);
            for (int i = 0; i < count; i++) {
                assertThat(client.received().get(i).text()).isEqualTo(String.valueOf(i));
            }
        }
    }

    @Test
    void itsOwnSubscribeBeyondTheAclIsRefusedAndLeavesNoTrace() {
        try (BrowserClient client = alice("one")) {
            for (String filter : new String[] {"US/NYSE/>", "US/*/AAPL", ">"}) {
                assertThat(client.subscribeTo(filter).granted()).as(filter).isFalse();
            }
            assertThat(broker.subscriptionsOf(client("one").name())).isEmpty();
        }
    }

    @Test
    void whatAManagerSubscribesForItArrives() throws JCSMPException {
        try (BrowserClient client = alice("one");
                BrowserClient feed = connect(broker, "feed", "feed", "feed", 0)) {
            manager.addSubscription(
                    JCSMPFactory.onlyInstance().createClientName(client("one").name()),
                    JCSMPFactory.onlyInstance().createTopic("US/NASDAQ/AAPL"),
                    JCSMPSession.WAIT_FOR_CONFIRM);
            feed.publish("US/NYSE/IBM", "not for her".getBytes(StandardCharsets.UTF_8));
            feed.publish("US/NASDAQ/AAPL", "injected".getBytes(StandardCharsets.UTF_8));

            await().until(() -> client.count(m -> m.text().equals("injected")) == 1);
            assertThat(client.received()).hasSize(1);
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> connect(broker, "one", "alice", "wrong", 0).close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(refusal());
        assertThat(broker.clients()).hasSize(1);
    }

    /** What the library says of a wrong password. */
    abstract String refusal();

    @Test
    void aKickByManagementIsNoticedAndItComesBackWhenTold() throws Exception {
        try (BrowserClient client = alice("one")) {
            kick(client("one").name());
            await().until(() -> client.losses() == 1);
            assertThat(client.connects()).isEqualTo(1);

            client.reconnect();

            assertThat(client.subscribeTo("open/x").granted()).isTrue();
            assertThat(client.connects()).isEqualTo(2);
        }
    }

    private void kick(String clientName) throws Exception {
        URI action = broker.sempUri()
                .resolve("/SEMP/v2/action/msgVpns/default/clients/"
                        + URLEncoder.encode(clientName, StandardCharsets.UTF_8) + "/disconnect");
        HttpRequest request = HttpRequest.newBuilder(action)
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.US_ASCII)))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void afterALostConnectionItComesBackByItselfWithoutItsSubscriptions() {
        try (BrowserClient client = connect(broker, "one", "alice", "alice", AT_ONCE)) {
            client.subscribeTo("open/x");
            int first = client("one").clientId();

            client.drop();

            await().until(() -> client.connects() == 2);
            assertThat(client.losses()).isEqualTo(1);
            assertThat(client("one").clientId()).isGreaterThan(first);
            assertThat(broker.subscriptionsOf(client("one").name())).isEmpty();
        }
    }
}
