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
import com.solacesystems.jcsmp.MapMessage;
import com.solacesystems.jcsmp.SDTException;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.StreamMessage;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.XMLMessage;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Client;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Destination;
import dev.usher.broker.core.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolclientJsIT extends BrowserClientContract {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    /** A user property of each type, its name that of the type. */
    private static final String EVERY_TYPE = """
            {"bool": ["bool", true], "int8": ["int8", -1], "int16": ["int16", -300], "int32": ["int32", 70000],
             "int64": ["int64", 1099511627776], "wchar": ["wchar", "c"], "floattype": ["floattype", 1.5],
             "doubletype": ["doubletype", 2.25], "string": ["string", "käse"], "bytes": ["bytes", "AAEC"],
             "null": ["null", null], "destination": ["destination", "a/b"],
             "map": ["map", {"x": ["map", {"y": ["int32", 1]}]}],
             "stream": ["stream", [["string", "a"], ["null", null], ["stream", [["bool", false]]]]]}
            """;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"bytes\",\"aGVsbG8=\"]",
                "[\"string\",\"käse\"]",
                "[\"map\",{\"a\":[\"int32\",1],\"b\":[\"stream\",[[\"bool\",true]]]}]",
                "[\"stream\",[[\"int32\",1],[\"string\",\"b\"],[\"null\",null]]]",
            })
    void everythingAMessageSaysPassesFromTheBrowserToJcsmpAndBack(String body) throws JCSMPException {
        JsonObject said = new JsonObject()
                .put("body", new JsonArray(body))
                .put("properties", new JsonObject(EVERY_TYPE))
                .put("correlationId", "c")
                .put("messageId", "m")
                .put("messageType", "y")
                .put("senderId", "s")
                .put("sequence", 7)
                .put("replyTo", "reply/here")
                .put("timeToLive", 60_000)
                .put("userCos", 2)
                .put("eliding", true)
                .put("deliverToOne", true)
                .put("reply", true);
        JCSMPSession java = jcsmp("feed");
        try (SolclientJs client = feed()) {
            client.subscribeTo("back");
            XMLMessageProducer producer = producer(java);
            java.addSubscription(JCSMPFactory.onlyInstance().createTopic("there"), true);
            // What JCSMP understood, said again: header by header, property by property.
            consume(
                    java,
                    m -> producer.send(again(m), JCSMPFactory.onlyInstance().createTopic("back")));
            client.publishAll("there", said);
            await().until(() -> client.headers().size() == 1);
            assertThat(client.headers().get(0)).isEqualTo(said);

            Message told = broker().received("there").get(0);
            assertThat(told.headers().correlationId()).contains("c");
            assertThat(told.headers().applicationMessageId()).contains("m");
            assertThat(told.headers().replyTo()).contains(Destination.topic("reply/here"));
            assertThat(told.headers().classOfService()).isEqualTo(3);
            assertThat(told.userProperties()).containsEntry("int64", 1L << 40).containsEntry("null", null);
        } finally {
            java.closeSession();
        }
    }

    /** Another message that says what JCSMP read of one. */
    private static XMLMessage again(BytesXMLMessage in) throws SDTException {
        JCSMPFactory factory = JCSMPFactory.onlyInstance();
        XMLMessage out;
        if (in instanceof TextMessage text) {
            TextMessage made = factory.createMessage(TextMessage.class);
            made.setText(text.getText());
            out = made;
        } else if (in instanceof MapMessage map) {
            MapMessage made = factory.createMessage(MapMessage.class);
            made.setMap(map.getMap());
            out = made;
        } else if (in instanceof StreamMessage stream) {
            StreamMessage made = factory.createMessage(StreamMessage.class);
            made.setStream(stream.getStream());
            out = made;
        } else {
            BytesMessage made = factory.createMessage(BytesMessage.class);
            made.setData(((BytesMessage) in).getData());
            out = made;
        }
        SDTMap properties = factory.createMap();
        for (String key : in.getProperties().keySet()) {
            Object value = in.getProperties().get(key);
            if (value == null) {
                properties.putString(key, null);
            } else {
                properties.putObject(key, value);
            }
        }
        out.setProperties(properties);
        out.setCorrelationId(in.getCorrelationId());
        out.setApplicationMessageId(in.getApplicationMessageId());
        out.setApplicationMessageType(in.getApplicationMessageType());
        out.setSenderId(in.getSenderId());
        out.setSequenceNumber(in.getSequenceNumber());
        out.setReplyTo(in.getReplyTo());
        out.setTimeToLive(in.getTimeToLive());
        out.setCos(in.getCos());
        out.setElidingEligible(in.isElidingEligible());
        out.setDeliverToOne(in.getDeliverToOne());
        out.setAsReplyMessage(in.isReplyMessage());
        return out;
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
                .create(ClientProfile.created("tiny").withDirectQueue(1, 2, 2));
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
