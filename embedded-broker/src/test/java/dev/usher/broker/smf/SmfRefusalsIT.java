package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.solacesystems.jcsmp.BrowserProperties;
import com.solacesystems.jcsmp.CacheSessionProperties;
import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.ConsumerFlowProperties;
import com.solacesystems.jcsmp.EndpointProperties;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.Queue;
import dev.usher.broker.EmbeddedBroker;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What JCSMP offers and this broker does not: each is refused, and the session goes on. */
class SmfRefusalsIT {

    private static final JCSMPFactory FACTORY = JCSMPFactory.onlyInstance();

    private interface Feature {
        void use(JCSMPSession session) throws Exception;
    }

    private EmbeddedBroker broker;
    private JcsmpClient client;

    @BeforeEach
    void start() throws JCSMPException {
        broker = EmbeddedBroker.builder().user("alice", "a").start();
        client = JcsmpClient.connect(broker, "alice", "a", "alice");
        client.subscribe("still/here");
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotModelledIsRefused() {
        return Stream.of(
                refused("binding to a queue", s -> s.createFlow(null, bindTo(FACTORY.createQueue("q")))),
                refused(
                        "binding to a durable topic endpoint",
                        s -> s.createFlow(
                                null,
                                bindTo(FACTORY.createDurableTopicEndpointEx("te"))
                                        .setNewSubscription(FACTORY.createTopic("t")))),
                refused("a temporary queue", s -> s.createFlow(null, bindTo(s.createTemporaryQueue()))),
                refused(
                        "a temporary topic endpoint",
                        s -> s.createFlow(
                                null,
                                bindTo(s.createNonDurableTopicEndpoint())
                                        .setNewSubscription(FACTORY.createTopic("t")))),
                refused("provisioning", s -> s.provision(FACTORY.createQueue("q"), new EndpointProperties(), 0)),
                refused("removing an endpoint", s -> s.deprovision(FACTORY.createQueue("q"), 0)),
                refused(
                        "a subscription of a queue",
                        s -> s.addSubscription(
                                FACTORY.createQueue("q"), FACTORY.createTopic("t"), JCSMPSession.WAIT_FOR_CONFIRM)),
                refused("browsing", s -> {
                    BrowserProperties properties = new BrowserProperties();
                    properties.setEndpoint(FACTORY.createQueue("q"));
                    s.createBrowser(properties);
                }),
                refused("a transacted session", JCSMPSession::createTransactedSession),
                refused("a distributed transaction", JCSMPSession::createXASession),
                refused(
                        "a request to a cache",
                        s -> s.createCacheSession(new CacheSessionProperties("cache", 0, 0, 2_000))
                                .sendCacheRequest(
                                        1L,
                                        FACTORY.createTopic("t"),
                                        true,
                                        com.solacesystems.jcsmp.CacheLiveDataAction.FLOW_THRU)),
                refused("a shared subscription", s -> s.addSubscription(FACTORY.createTopic("#share/g/t"), true)),
                refused("a local subscription", s -> s.addSubscription(FACTORY.createTopic("#noexport/t"), true)),
                refused(
                        "a shared local subscription",
                        s -> s.addSubscription(FACTORY.createTopic("#noexport/#share/g/t"), true)));
    }

    private static ConsumerFlowProperties bindTo(com.solacesystems.jcsmp.Endpoint endpoint) {
        ConsumerFlowProperties properties = new ConsumerFlowProperties();
        properties.setEndpoint(endpoint);
        return properties;
    }

    private DynamicTest refused(String what, Feature feature) {
        return DynamicTest.dynamicTest(what, () -> {
            // A connection of its own: what one refusal did to a session must not be what refuses the next.
            try (JcsmpClient one = JcsmpClient.connect(broker, "alice", "a", "one")) {
                ThrowingCallable use = () -> feature.use(one.session());
                assertThat(catchThrowable(use)).as(what).isInstanceOf(Exception.class);
                assertThat(broker.subscriptionsOf("one")).isEmpty();
                one.publish("still/here", what);
            }
            assertThat(client.nextText()).isEqualTo(what);
        });
    }

    @Test
    void capabilitiesSayWhatThereIs() throws JCSMPException {
        JCSMPSession session = client.session();
        assertThat(Stream.of(CapabilityType.PUB_GUARANTEED, CapabilityType.NO_LOCAL)
                        .filter(session::isCapable))
                .hasSize(2);
        assertThat(Stream.of(
                                CapabilityType.SUB_FLOW_GUARANTEED,
                                CapabilityType.TEMP_ENDPOINT,
                                CapabilityType.BROWSER,
                                CapabilityType.ENDPOINT_MANAGEMENT,
                                CapabilityType.SELECTOR,
                                CapabilityType.QUEUE_SUBSCRIPTIONS,
                                CapabilityType.TRANSACTED_SESSIONS,
                                CapabilityType.JNDI,
                                CapabilityType.COMPRESSION,
                                CapabilityType.SHARED_SUBSCRIPTIONS,
                                CapabilityType.MESSAGE_REPLAY,
                                // Of a client profile and a client username that allow neither.
                                CapabilityType.MESSAGE_ELIDING,
                                CapabilityType.SUBSCRIPTION_MANAGER)
                        .filter(session::isCapable))
                .isEmpty();
    }

    @Test
    void otherAuthenticationThanBasicIsRefused() {
        Throwable refused = catchThrowable(() -> JcsmpClient.connect(
                broker,
                "alice",
                "a",
                "o",
                p -> p.setProperty(
                        JCSMPProperties.AUTHENTICATION_SCHEME, JCSMPProperties.AUTHENTICATION_SCHEME_GSS_KRB)));
        assertThat(refused).isInstanceOf(Exception.class);
        assertThat(broker.clients()).extracting(c -> c.name()).containsExactly("alice");
    }

    @Test
    void aMessageToAQueueIsRefusedInEveryDeliveryMode() throws Exception {
        Queue queue = FACTORY.createQueue("q");
        for (com.solacesystems.jcsmp.DeliveryMode mode : new com.solacesystems.jcsmp.DeliveryMode[] {
            com.solacesystems.jcsmp.DeliveryMode.PERSISTENT, com.solacesystems.jcsmp.DeliveryMode.NON_PERSISTENT
        }) {
            var message = FACTORY.createMessage(com.solacesystems.jcsmp.BytesMessage.class);
            message.setData(new byte[] {1});
            message.setDeliveryMode(mode);
            client.producer().send(message, queue);
            assertThat(client.publishErrors().poll(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isInstanceOf(JCSMPErrorResponseException.class);
        }
        assertThat(broker.received(">")).isEmpty();
    }
}
