package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.SDTMap;
import com.solacesystems.jcsmp.TextMessage;
import com.solacesystems.jcsmp.User_Cos;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.AclProfile.Kind;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.SubscriptionEventMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmfMessagingIT {

    private static final long ELIDING_MILLIS = 1_000;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
    private EmbeddedBroker broker;
    private JcsmpClient publisher;

    @BeforeEach
    void start() throws JCSMPException {
        broker = EmbeddedBroker.builder()
                .clock(clock)
                .aclProfile(AclProfile.created("fenced")
                        .withConnect(Action.ALLOW)
                        .plus(Kind.SUBSCRIBE, AclExemption.smf("US/NASDAQ/>"))
                        .plus(Kind.PUBLISH, AclExemption.smf("up/$client-username/>")))
                .clientProfile(ClientProfile.created("calm").withEliding(true, (int) ELIDING_MILLIS))
                .user("alice", "a")
                .user("feed", "f")
                .user(u -> u.name("fenced").password("x").aclProfile("fenced"))
                .user(u -> u.name("calm").password("c").clientProfile("calm"))
                .user(u -> u.name("no-spool").password("c").clientProfile("calm"))
                .start();
        publisher = JcsmpClient.connect(
                broker, "feed", "f", "feed", p -> p.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, 50));
    }

    @AfterEach
    void stop() {
        publisher.close();
        broker.close();
    }

    @Test
    void aMessageArrivesOnceWithItsPropertiesHoweverManySubscriptionsMatch() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("US/>", "US/*/AAPL", "US/NASDAQ/AAPL");
            SDTMap properties = JCSMPFactory.onlyInstance().createMap();
            properties.putString("k_topic", "PRICES");
            properties.putLong("k_offset", 42L);
            publisher.publish("US/NASDAQ/AAPL", "first", DeliveryMode.DIRECT, true, properties);
            publisher.publish("EU/XETRA/SAP", "elsewhere");
            publisher.publish("US/NYSE/IBM", "second");

            BytesXMLMessage first = alice.next();
            assertThat(JcsmpClient.text(first)).isEqualTo("first");
            assertThat(first.getDestination().getName()).isEqualTo("US/NASDAQ/AAPL");
            assertThat(first.getProperties().getString("k_topic")).isEqualTo("PRICES");
            assertThat(first.getProperties().getLong("k_offset")).isEqualTo(42L);
            assertThat(first.isElidingEligible()).isTrue();
            assertThat(first.getDeliveryMode()).isEqualTo(DeliveryMode.DIRECT);
            assertThat(alice.nextText()).isEqualTo("second");
        }
    }

    @Test
    void otherKindsOfMessageAndHeadersPassUnchanged() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("t/>");
            TextMessage text = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
            text.setText("käse".repeat(10_000));
            text.setCos(User_Cos.USER_COS_3);
            text.setCorrelationId("corr-1");
            text.setTimeToLive(5_000);
            text.setPriority(7);
            text.setUserData(new byte[] {1, 2, 3});
            publisher.producer().send(text, JCSMPFactory.onlyInstance().createTopic("t/1"));
            BytesXMLMessage received = alice.next();
            assertThat(received)
                    .isInstanceOfSatisfying(
                            TextMessage.class, t -> assertThat(t.getText()).isEqualTo("käse".repeat(10_000)));
            assertThat(received.getCos()).isEqualTo(User_Cos.USER_COS_3);
            assertThat(received.getCorrelationId()).isEqualTo("corr-1");
            assertThat(received.getTimeToLive()).isEqualTo(5_000);
            assertThat(received.getPriority()).isEqualTo(7);
            assertThat(received.getUserData()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void nothingArrivesAfterUnsubscribing() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("US/>", "control");
            alice.session().removeSubscription(JCSMPFactory.onlyInstance().createTopic("US/>"), true);
            for (int i = 0; i < 1_000; i++) {
                publisher.publish("US/NASDAQ/AAPL", "revoked " + i);
            }
            publisher.publish("control", "last");
            assertThat(alice.nextText()).isEqualTo("last");
            assertThat(broker.subscriptionsOf("alice")).containsExactly("control");
        }
    }

    @Test
    void anAclExceptionMustCoverTheWholeFilter() throws Exception {
        try (JcsmpClient fenced = JcsmpClient.connect(broker, "fenced", "x", "fenced")) {
            for (String refused : new String[] {"US/>", "US/*/AAPL", "US/NYSE/IBM", ">", "*/NASDAQ/>"}) {
                assertThatThrownBy(() -> fenced.subscribe(refused))
                        .as(refused)
                        .isInstanceOfSatisfying(
                                JCSMPErrorResponseException.class,
                                e -> assertThat(e.getSubcodeEx())
                                        .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ACL_DENIED));
            }
            fenced.subscribe("US/NASDAQ/>", "US/NASDAQ/GME");
            assertThat(broker.subscriptionsOf("fenced")).containsExactly("US/NASDAQ/>", "US/NASDAQ/GME");
            publisher.publish("US/NYSE/IBM", "not entitled");
            publisher.publish("US/NASDAQ/GME", "entitled");
            assertThat(fenced.nextText()).isEqualTo("entitled");
        }
    }

    @Test
    void duplicateAndUnknownSubscriptionsAreRefused() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("a/b");
            assertThatThrownBy(() -> alice.subscribe("a/b"))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx())
                                    .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_ALREADY_PRESENT));
            assertThatThrownBy(() -> alice.session()
                            .removeSubscription(JCSMPFactory.onlyInstance().createTopic("a/c"), true))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx())
                                    .isEqualTo(JCSMPErrorResponseSubcodeEx.SUBSCRIPTION_NOT_FOUND));
        }
    }

    @Test
    void aRefusedDirectPublishIsReportedAndReachesNobody() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice");
                JcsmpClient fenced = JcsmpClient.connect(broker, "fenced", "x", "fenced")) {
            alice.subscribe(">");
            fenced.publish("US/NASDAQ/AAPL", "forged");
            assertThat(fenced.publishErrors().poll(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            JCSMPErrorResponseException.class,
                            e -> assertThat(e.getSubcodeEx())
                                    .isEqualTo(JCSMPErrorResponseSubcodeEx.PUBLISH_ACL_DENIED));
            fenced.publish("up/alice/x", "forged too");
            fenced.publish("up/fenced/x", "allowed");
            assertThat(alice.nextText()).isEqualTo("allowed");
            assertThat(broker.received(">")).extracting(Message::topic).containsExactly("up/fenced/x");
        }
    }

    @Test
    void guaranteedMessagesAreAcknowledgedInOrderAndDelivered() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("g/>");
            for (int i = 0; i < 200; i++) {
                publisher.publish("g/" + i, "m" + i, DeliveryMode.PERSISTENT, false, null);
                publisher.publish("g/direct", "d" + i);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
                assertThat(alice.nextText()).isEqualTo("m" + i);
                assertThat(alice.nextText()).isEqualTo("d" + i);
            }
        }
    }

    @Test
    void aRefusedGuaranteedMessageIsNackedAndTheNextOneFlows() throws Exception {
        broker.configuration().aclProfiles().update("default", p -> p.plus(Kind.PUBLISH, AclExemption.smf("no/>")));
        publisher.publish("yes/1", "one", DeliveryMode.PERSISTENT, false, null);
        publisher.publish("no/2", "two", DeliveryMode.PERSISTENT, false, null);
        publisher.publish("yes/3", "three", DeliveryMode.PERSISTENT, false, null);
        assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("one");
        assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("three");
        assertThat(publisher.publishErrors().poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        JCSMPErrorResponseException.class,
                        e -> assertThat(e.getSubcodeEx()).isEqualTo(JCSMPErrorResponseSubcodeEx.PUBLISH_ACL_DENIED));
    }

    @Test
    void publishingToAQueueIsRefusedNotSwallowed() throws Exception {
        TextMessage message = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
        message.setText("for a queue");
        message.setDeliveryMode(DeliveryMode.PERSISTENT);
        publisher.producer().send(message, JCSMPFactory.onlyInstance().createQueue("q"));
        assertThat(publisher.publishErrors().poll(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        JCSMPErrorResponseException.class,
                        e -> assertThat(e.getSubcodeEx()).isEqualTo(JCSMPErrorResponseSubcodeEx.QUEUE_NOT_FOUND));
        publisher.publish("t", "next", DeliveryMode.PERSISTENT, false, null);
        assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("next");
    }

    @Test
    void withoutThePermissionDirectPublishingStillWorks() throws Exception {
        try (JcsmpClient noSpool = JcsmpClient.connect(broker, "no-spool", "c", "no-spool");
                JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("d");
            noSpool.publish("d", "direct");
            assertThat(alice.nextText()).isEqualTo("direct");
            assertThatThrownBy(() -> noSpool.publish("d", "p", DeliveryMode.PERSISTENT, false, null))
                    .isInstanceOf(JCSMPException.class);
        }
    }

    @Test
    void elidingDeliversTheFirstAtOnceAndThenTheNewestPerInterval() throws Exception {
        try (JcsmpClient calm = JcsmpClient.connect(broker, "calm", "c", "calm")) {
            calm.subscribe("p/>", "control");
            IntStream.rangeClosed(1, 5).forEach(i -> elidable("p/AAPL", "AAPL " + i));
            elidable("p/IBM", "IBM 1");
            publisher.publish("p/AAPL", "not eligible");
            publisher.publish("control", "end of interval 1");
            assertThat(calm.nextText()).isEqualTo("AAPL 1");
            assertThat(calm.nextText()).isEqualTo("IBM 1");
            assertThat(calm.nextText()).isEqualTo("not eligible");
            assertThat(calm.nextText()).isEqualTo("end of interval 1");

            clock.advanceMillis(ELIDING_MILLIS);
            assertThat(calm.nextText()).isEqualTo("AAPL 5");
            publisher.publish("control", "end of interval 2");
            assertThat(calm.nextText()).isEqualTo("end of interval 2");
        }
    }

    private void elidable(String topic, String text) {
        try {
            publisher.publish(topic, text, DeliveryMode.DIRECT, true, null);
        } catch (JCSMPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void clientEventsComeOverTheMessageBusUnlessDropped() throws Exception {
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "watcher")) {
            String events = "#LOG/INFO/CLIENT/" + broker.routerName() + "/";
            alice.subscribe(events + ">");
            JcsmpClient.connect(broker, "feed", "f", "a/b/c").close();
            BytesXMLMessage connect = alice.next();
            assertThat(connect.getDestination().getName()).isEqualTo(events + "CLIENT_CLIENT_CONNECT/default/a/b/c");
            assertThat(JcsmpClient.text(connect))
                    .startsWith("CLIENT: CLIENT_CLIENT_CONNECT: default a/b/c ")
                    .contains("a/b/c username feed ")
                    .endsWith("\0");
            assertThat(alice.next().getDestination().getName())
                    .isEqualTo(events + "CLIENT_CLIENT_DISCONNECT/default/a/b/c");

            broker.faults().dropClientEvents(true);
            JcsmpClient.connect(broker, "feed", "f", "unseen").close();
            await().untilAsserted(() -> assertThat(broker.clients()).hasSize(2));
            broker.faults().dropClientEvents(false);
            JcsmpClient.connect(broker, "feed", "f", "seen").close();
            assertThat(alice.next().getDestination().getName()).endsWith("/seen");
        }
    }

    @Test
    void subscriptionEventsNameTheClientAndItsManager() throws Exception {
        broker.configuration()
                .updateSettings(s -> s.withClientEvents(false).withSubscriptionEvents(SubscriptionEventMode.V2));
        broker.configuration().clientUsernames().update("feed", u -> u.withSubscriptionManager(true));
        String events = "#LOG/INFO/SUB/" + broker.routerName();
        try (JcsmpClient manager = JcsmpClient.connect(broker, "feed", "f", "manager");
                JcsmpClient watcher = JcsmpClient.connect(broker, "alice", "a", "watcher")) {
            watcher.subscribe("#LOG/INFO/SUB/>");
            assertThat(watcher.next().getDestination().getName())
                    .isEqualTo(events + "/ADD/default/watcher/#LOG/INFO/SUB/>");
            manager.onBehalfOf(true, "watcher", "US/*/>");
            BytesXMLMessage added = watcher.next();
            assertThat(added.getDestination().getName()).isEqualTo(events + "/ADD/default/watcher/US/*/>");
            assertThat(JcsmpClient.text(added))
                    .startsWith(broker.routerName() + " default watcher SUBSCRIPTION_ADD US/*/> alice 127.0.0.1:")
                    .contains(" manager feed 127.0.0.1:")
                    .endsWith("\0");
            JcsmpClient.connect(broker, "alice", "a", "other").subscribe("x").close();
            assertThat(watcher.next().getDestination().getName()).isEqualTo(events + "/ADD/default/other/x");
            assertThat(watcher.next().getDestination().getName()).isEqualTo(events + "/DEL/default/other/x");
        }
    }

    @Test
    void whatWasPublishedCanBeAskedFor() throws Exception {
        publisher.publish("j/1", "one");
        publisher.publish("k/1", "other");
        publisher.publish("j/2", "two", DeliveryMode.PERSISTENT, false, null);
        assertThat(publisher.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("two");
        assertThat(broker.received("j/>"))
                .extracting(m -> new String(m.payload(), StandardCharsets.UTF_8))
                .containsExactly("one", "two");
    }
}
