package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.Topic;
import com.solacesystems.jcsmp.TopicProperties;
import dev.usher.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who of several gets a message, and how an answer finds back. */
class SmfDeliveryIT {

    private static final JCSMPFactory FACTORY = JCSMPFactory.onlyInstance();

    private EmbeddedBroker broker;
    private JcsmpClient feed;

    @BeforeEach
    void start() throws JCSMPException {
        broker = EmbeddedBroker.builder()
                .user("feed", "f")
                .user("alice", "a")
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
        feed = JcsmpClient.connect(broker, "feed", "f", "feed");
    }

    @AfterEach
    void stop() {
        feed.close();
        broker.close();
    }

    private JcsmpClient withPriority(String name, int priority) throws JCSMPException {
        return JcsmpClient.connect(
                broker, "alice", "a", name, p -> p.setProperty(JCSMPProperties.SUBSCRIBER_LOCAL_PRIORITY, priority));
    }

    private static Topic always(String topic) {
        TopicProperties properties = new TopicProperties();
        properties.setName(topic);
        properties.setRxAllDeliverToOne(true);
        return FACTORY.createTopic(properties);
    }

    private void toOne(String text) throws JCSMPException {
        BytesMessage message = FACTORY.createMessage(BytesMessage.class);
        message.setData(text.getBytes(StandardCharsets.UTF_8));
        message.setDeliverToOne(true);
        feed.producer().send(message, FACTORY.createTopic("t"));
    }

    @Test
    void deliverToOneGoesToThePreferredOneAndToWhoeverTakesAll() throws Exception {
        try (JcsmpClient preferred = withPriority("preferred", 2);
                JcsmpClient spare = withPriority("spare", 3);
                JcsmpClient watcher = withPriority("watcher", 4)) {
            preferred.subscribe("t");
            spare.subscribe("t", "end");
            watcher.session().addSubscription(always("t"), true);
            toOne("one");
            assertThat(preferred.nextText()).isEqualTo("one");
            BytesXMLMessage seen = watcher.next();
            assertThat(JcsmpClient.text(seen)).isEqualTo("one");
            assertThat(seen.getDeliverToOne()).isTrue();
            preferred.close();
            await().until(() -> broker.clients().size() == 3);
            toOne("two");
            feed.publish("end", "end");
            assertThat(spare.nextText()).isEqualTo("two");
            assertThat(spare.nextText()).isEqualTo("end");
            assertThat(broker.received("t")).allMatch(m -> m.headers().deliverToOne());
        }
    }

    @Test
    void aSubscriptionIsThereWithOneChoiceOnly() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice");
                JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager")) {
            alice.session().addSubscription(always("t"), true);
            assertThat(catchThrowableOfType(JCSMPErrorResponseException.class, () -> alice.subscribe("t"))
                            .getSubcodeEx())
                    .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ATTRIBUTES_CONFLICT);
            assertThat(catchThrowableOfType(
                                    JCSMPErrorResponseException.class, () -> manager.onBehalfOf(true, "alice", "t"))
                            .getSubcodeEx())
                    .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ATTRIBUTES_CONFLICT);
        }
    }

    @Test
    void noLocal() throws Exception {
        try (JcsmpClient hermit = JcsmpClient.connect(
                broker, "alice", "a", "hermit", p -> p.setProperty(JCSMPProperties.NO_LOCAL, true))) {
            hermit.subscribe("t");
            feed.subscribe("t");
            hermit.publish("t", "mine");
            assertThat(feed.nextText()).isEqualTo("mine");
            feed.publish("t", "another's");
            assertThat(hermit.nextText()).isEqualTo("another's");
        }
    }

    @Test
    void aRequestIsAnsweredThroughTheInbox() throws Exception {
        try (JcsmpClient service = JcsmpClient.connect(broker, "alice", "a", "service")) {
            service.subscribe("service");
            TextMessage request = FACTORY.createMessage(TextMessage.class);
            request.setText("what?");
            CompletableFuture<BytesXMLMessage> answer = new CompletableFuture<>();
            feed.producer();
            Thread asking = new Thread(() -> {
                try {
                    answer.complete(
                            feed.session().createRequestor().request(request, 10_000, FACTORY.createTopic("service")));
                } catch (JCSMPException e) {
                    answer.completeExceptionally(e);
                }
            });
            asking.start();
            TextMessage asked = (TextMessage) service.next();
            assertThat(asked.getReplyTo().getName()).startsWith("#P2P/");
            TextMessage reply = FACTORY.createMessage(TextMessage.class);
            reply.setText("re: " + asked.getText());
            service.producer().sendReply(asked, reply);
            BytesXMLMessage got = answer.get(10, TimeUnit.SECONDS);
            assertThat(((TextMessage) got).getText()).isEqualTo("re: what?");
            assertThat(got.isReplyMessage()).isTrue();
            assertThat(got.getCorrelationId()).isEqualTo(asked.getCorrelationId());
            assertThat(broker.received("#P2P/>")).singleElement().satisfies(m -> {
                assertThat(m.headers().reply()).isTrue();
                assertThat(m.text()).contains("re: what?");
            });
            assertThat(broker.received("service"))
                    .singleElement()
                    .satisfies(
                            m -> assertThat(m.headers().replyTo().orElseThrow().name())
                                    .isEqualTo(asked.getReplyTo().getName()));
        }
    }
}
