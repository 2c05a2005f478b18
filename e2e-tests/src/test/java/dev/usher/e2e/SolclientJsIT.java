package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SolclientJsIT extends BrowserClientContract {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @Override
    SolclientJs connect(EmbeddedBroker to, String name, String user, String password, int reconnectMillis) {
        return SolclientJs.connect(to.smfWebSocketUri(), name, user, password, reconnectMillis);
    }

    @Override
    boolean isNamed(Client client, String name) {
        return client.name().equals(name);
    }

    @Override
    String refusal() {
        return ".*Unauthorized.*response 401.*";
    }

    private SolclientJs feed() {
        return connect(broker(), "feed", "feed", "feed", 0);
    }

    @Test
    void aRefusedSubscribeSaysWhy() {
        try (BrowserClient client = alice("one")) {
            assertThat(client.subscribeTo("US/>").reason()).startsWith("Subscription ACL Denied");
        }
    }

    @Test
    void userPropertiesPassBothWaysBetweenJcsmpAndTheBrowser() throws JCSMPException {
        List<BytesXMLMessage> received = new CopyOnWriteArrayList<>();
        JCSMPSession java = jcsmp("feed");
        try (SolclientJs client = feed()) {
            client.subscribeTo("down");
            java.addSubscription(JCSMPFactory.onlyInstance().createTopic("up"), true);
            consume(java, received::add);

            client.publish("up", HELLO, Map.of("k_topic", "PRICES"));
            SDTMap properties = JCSMPFactory.onlyInstance().createMap();
            properties.putString("k_topic", "PRICES");
            properties.putLong("k_offset", 42L);
            BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
            message.setData(HELLO);
            message.setProperties(properties);
            producer(java).send(message, JCSMPFactory.onlyInstance().createTopic("down"));

            await().until(() -> received.size() == 1 && client.received().size() == 1);
            assertThat(((BytesMessage) received.get(0)).getData()).isEqualTo(HELLO);
            assertThat(received.get(0).getProperties().getString("k_topic")).isEqualTo("PRICES");
            assertThat(client.received().get(0).payload()).isEqualTo(HELLO);
            assertThat(client.received().get(0).properties()).isEqualTo(Map.of("k_topic", "PRICES", "k_offset", 42));
        } finally {
            java.closeSession();
        }
    }

    @Test
    void repliesAndMessagesToItsInboxArriveWithoutASubscription() throws JCSMPException {
        JCSMPSession java = jcsmp("feed");
        // Behind the fence: no ACL keeps a client from its own inbox.
        try (SolclientJs client = connect(broker(), "one", "alice", "alice", 0)) {
            XMLMessageProducer producer = producer(java);
            java.addSubscription(JCSMPFactory.onlyInstance().createTopic("service"), true);
            consume(java, request -> {
                BytesMessage reply = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
                reply.setData(("re: " + text(request)).getBytes(StandardCharsets.UTF_8));
                producer.sendReply(request, reply);
            });
            assertThat(client.request("service", "what?")).isEqualTo("re: what?");

            BytesMessage message = JCSMPFactory.onlyInstance().createMessage(BytesMessage.class);
            message.setData(HELLO);
            producer.send(message, JCSMPFactory.onlyInstance().createTopic(client.inbox()));
            await().until(() -> client.count(m -> m.text().equals("hello")) == 1);
        } finally {
            java.closeSession();
        }
    }

    @Test
    void guaranteedMessagesAreAcknowledgedOrRejectedEachByItself() {
        broker().configuration()
                .aclProfiles()
                .update("default", p -> p.plus(AclProfile.Kind.PUBLISH, AclExemption.smf("no/>")));
        try (SolclientJs client = feed()) {
            client.subscribeTo("g/>");
            // The ids go past its window of 50.
            IntStream.range(0, 120).forEach(i -> client.publishGuaranteed("g/" + i, HELLO));
            assertThatThrownBy(() -> client.publishGuaranteed("no/1", HELLO))
                    .hasMessageContaining("Publish ACL Denied")
                    .hasMessageContaining("response 403");
            client.publishGuaranteed("g/last", HELLO);
            await().until(() -> client.received().size() == 121);
            assertThat(broker().received("g/>")).hasSize(121);
        }
    }

    @Test
    void itIsToldThatItWasTooSlow() {
        broker().configuration()
                .clientProfiles()
                .create(ClientProfile.created("tiny").withEgressMessages(2));
        broker().configuration().clientUsernames().update("feed", u -> u.withClientProfile("tiny"));
        try (SolclientJs client = feed()) {
            client.subscribeTo("t");
            Client inBroker = broker().clients().stream()
                    .filter(c -> isNamed(c, "feed"))
                    .findFirst()
                    .orElseThrow();
            await().until(() -> {
                IntStream.range(0, 1_000).forEach(i -> inBroker.publish(Message.of("t", HELLO)));
                return inBroker.discarded() > 0;
            });
            await().until(() -> client.received().size() == inBroker.delivered());
            inBroker.publish(Message.of("t", HELLO));
            await().until(() -> client.count(BrowserClient.Received::discarded) > 0);
        }
    }

    @Test
    void whoeverConnectsUnderItsNameTakesOver() {
        try (BrowserClient first = alice("one");
                BrowserClient second = alice("one")) {
            await().until(() -> first.losses() == 1);
            assertThat(second.losses()).isZero();
            assertThat(broker().clients()).filteredOn(c -> isNamed(c, "one")).hasSize(1);
        }
    }

    private interface Receiver {
        void receive(BytesXMLMessage message) throws JCSMPException;
    }

    private static void consume(JCSMPSession session, Receiver receiver) throws JCSMPException {
        XMLMessageConsumer consumer = session.getMessageConsumer(new XMLMessageListener() {
            @Override
            public void onReceive(BytesXMLMessage message) {
                try {
                    receiver.receive(message);
                } catch (JCSMPException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onException(JCSMPException failure) {
                throw new IllegalStateException(failure);
            }
        });
        consumer.start();
    }

    private static XMLMessageProducer producer(JCSMPSession session) throws JCSMPException {
        return session.getMessageProducer(new JCSMPStreamingPublishCorrelatingEventHandler() {
            @Override
            public void responseReceivedEx(Object key) {
                // Direct messages are not acknowledged.
            }

            @Override
            public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
                throw new IllegalStateException(cause);
            }
        });
    }

    private static String text(BytesXMLMessage message) {
        return new String(((BytesMessage) message).getData(), StandardCharsets.UTF_8);
    }
}
