package dev.usher.broker.mqtt;

import static dev.usher.broker.mqtt.PahoClient.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclExemption;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.Filter;
import dev.usher.broker.core.MqttQueueLimits;
import dev.usher.broker.mqtt.PahoClient.Received;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Eclipse Paho client, over TCP and over WebSocket. */
class MqttPahoIT {
    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.builder()
                .defaultUsername(false)
                .aclProfile(AclProfile.created("fenced")
                        .withConnect(Action.ALLOW)
                        .plus(AclProfile.Kind.SUBSCRIBE, AclExemption.smf("open/>")))
                .user("bob", "bob-password")
                .user(u -> u.name("alice").password("alice-password").aclProfile("fenced"))
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    static Stream<Function<EmbeddedBroker, URI>> transports() {
        return Stream.of(EmbeddedBroker::mqttUri, EmbeddedBroker::mqttWebSocketUri);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void publishesAndReceivesWithEveryQos(Function<EmbeddedBroker, URI> over) throws Exception {
        try (PahoClient bob = PahoClient.connect(over.apply(broker), "c1", "bob")) {
            assertThat(bob.subscribe("zero/#", 0)).isZero();
            assertThat(bob.subscribe("one/#", 1)).isEqualTo(1);
            assertThat(bob.subscribe("two/#", 2)).isEqualTo(1);
            bob.publish("zero/1", "a", 1)
                    .publish("one/0", "b", 0)
                    .publish("one/1", "c", 1)
                    .publish("two/2", "d", 2);
            assertThat(bob.next()).isEqualTo(new Received("zero/1", "a", 0, false, false));
            assertThat(bob.next()).isEqualTo(new Received("one/0", "b", 0, false, false));
            assertThat(bob.next()).isEqualTo(new Received("one/1", "c", 1, false, false));
            assertThat(bob.next()).isEqualTo(new Received("two/2", "d", 1, false, false));
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aLargeMessagePassesWhole(Function<EmbeddedBroker, URI> over) throws Exception {
        try (PahoClient bob = PahoClient.connect(over.apply(broker), "c1", "bob")) {
            bob.subscribe("a", 1);
            String large = "x".repeat(3_000_000);
            bob.publish("a", large, 1);
            assertThat(bob.nextText()).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void wildcardsAreThoseOfMqttAndAPrefix(Function<EmbeddedBroker, URI> over) throws Exception {
        try (PahoClient bob = PahoClient.connect(over.apply(broker), "c1", "bob")) {
            bob.subscribe("a/#", 0);
            bob.subscribe("+/x", 0);
            broker.clients().get(0).subscribe(Filter.mqtt("pre+/y"));
            for (String topic :
                    new String[] {"a", "a/b/c", "ab", "b/x", "b/x/c", "prefix/y", "pre/y", "other/y", "z"}) {
                bob.publish(topic, topic, 0);
            }
            bob.publish("a/last", "last", 0);
            for (String expected : new String[] {"a", "a/b/c", "b/x", "prefix/y", "pre/y", "last"}) {
                assertThat(bob.nextText()).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aCleanSessionIsForgotten(Function<EmbeddedBroker, URI> over) throws Exception {
        try (PahoClient bob = PahoClient.connect(over.apply(broker), "c1", "bob")) {
            bob.subscribe("a", 1);
            bob.disconnect();
        }
        await().until(() -> broker.mqttSessions().all().isEmpty());
        try (PahoClient again = PahoClient.durable(over.apply(broker), "c1", "bob")) {
            assertThat(again.isSessionPresent()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aDurableSessionStoresWithinItsBoundsAndDeliversOnReturn(Function<EmbeddedBroker, URI> over) throws Exception {
        broker.configuration().mqttQueueLimits(new MqttQueueLimits(3, 1_000_000, 100));
        URI uri = over.apply(broker);
        try (PahoClient bob = PahoClient.durable(uri, "c1", "bob")) {
            bob.subscribe("one/#", 1);
            bob.subscribe("zero/#", 0);
            bob.drop();
        }
        await().until(() -> broker.clients().isEmpty());
        try (PahoClient writer = PahoClient.connect(uri, "writer", "bob")) {
            writer.publish("zero/a", "not stored", 1);
            for (int i = 1; i <= 5; i++) {
                writer.publish("one/" + i, "message " + i, 1);
            }
        }
        try (PahoClient bob = PahoClient.durable(uri, "c1", "bob")) {
            assertThat(bob.isSessionPresent()).isTrue();
            for (int i = 1; i <= 3; i++) {
                assertThat(bob.next()).isEqualTo(new Received("one/" + i, "message " + i, 1, false, false));
            }
            bob.publish("zero/b", "live", 0);
            assertThat(bob.nextText()).isEqualTo("live");
        }
        assertThat(broker.mqttSessions().get("c1").status().queue().discarded()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theWillIsPublishedAfterALossAndNotAfterAGoodbye(Function<EmbeddedBroker, URI> over) throws Exception {
        URI uri = over.apply(broker);
        try (PahoClient watcher = PahoClient.connect(uri, "watcher", "bob")) {
            watcher.subscribe("wills/+", 1);
            try (PahoClient polite = PahoClient.connect(uri, "polite", "bob", o -> will(o, "wills/polite"))) {
                polite.disconnect();
            }
            try (PahoClient lost = PahoClient.connect(uri, "lost", "bob", o -> will(o, "wills/lost"))) {
                lost.drop();
                assertThat(watcher.next()).isEqualTo(new Received("wills/lost", "gone", 1, false, false));
            }
        }
    }

    private static void will(MqttConnectOptions options, String topic) {
        options.setWill(topic, "gone".getBytes(StandardCharsets.UTF_8), 1, true);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aRetainedMessageIsDeliveredOnceWithoutTheFlagAndNotKept(Function<EmbeddedBroker, URI> over) throws Exception {
        URI uri = over.apply(broker);
        try (PahoClient early = PahoClient.connect(uri, "early", "bob");
                PahoClient late = PahoClient.connect(uri, "late", "bob")) {
            early.subscribe("r", 0);
            early.publishRetained("r", "kept?");
            assertThat(early.next()).isEqualTo(new Received("r", "kept?", 0, false, false));
            late.subscribe("r", 0);
            early.publish("r", "next", 0);
            assertThat(late.nextText()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aSecondConnectionOfTheClientIdTakesOver(Function<EmbeddedBroker, URI> over) throws Exception {
        URI uri = over.apply(broker);
        try (PahoClient first = PahoClient.durable(uri, "c1", "bob")) {
            first.subscribe("a", 1);
            try (PahoClient second = PahoClient.durable(uri, "c1", "bob")) {
                assertThat(first.lost()).isInstanceOf(MqttException.class);
                assertThat(second.isSessionPresent()).isTrue();
                second.publish("a", "still subscribed", 1);
                assertThat(second.nextText()).isEqualTo("still subscribed");
                assertThat(broker.clients()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void keepAliveHoldsTheConnectionUp(Function<EmbeddedBroker, URI> over) throws Exception {
        try (PahoClient bob = PahoClient.connect(over.apply(broker), "c1", "bob", o -> o.setKeepAliveInterval(1))) {
            long start = System.nanoTime();
            await().until(() -> System.nanoTime() - start > 3_500_000_000L);
            assertThat(bob.paho().isConnected()).isTrue();
            bob.subscribe("a", 0);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void refusalsAreWhatPahoKnows(Function<EmbeddedBroker, URI> over) throws Exception {
        URI uri = over.apply(broker);
        assertThatThrownBy(() -> PahoClient.connect(uri, "c1", "bob", o -> o.setPassword("wrong".toCharArray()))
                        .close())
                .isInstanceOfSatisfying(
                        MqttException.class,
                        e -> assertThat(e.getReasonCode()).isEqualTo(MqttException.REASON_CODE_FAILED_AUTHENTICATION));
        assertThatThrownBy(() -> PahoClient.connect(
                                uri, "c1", "bob", o -> o.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1))
                        .close())
                .isInstanceOfSatisfying(
                        MqttException.class,
                        e -> assertThat(e.getReasonCode())
                                .isEqualTo(MqttException.REASON_CODE_INVALID_PROTOCOL_VERSION));
        try (PahoClient alice = PahoClient.connect(uri, "c1", "alice")) {
            assertThat(alice.subscribe("closed/#", 0)).isEqualTo(0x80);
            assertThat(alice.subscribe("$share/group/open/+/#", 0)).isEqualTo(0x80);
            assertThat(alice.subscribe("open/+/#", 0)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aTopicOutOfLimitsClosesTheConnection(Function<EmbeddedBroker, URI> over) throws Exception {
        URI uri = over.apply(broker);
        try (PahoClient bob = PahoClient.connect(uri, "c1", "bob")) {
            bob.publish("x".repeat(250), "fits", 0);
            bob.publish("x".repeat(251), "does not", 0);
            bob.lost();
        }
        try (PahoClient bob = PahoClient.connect(uri, "c1", "bob")) {
            assertThatThrownBy(() -> bob.subscribe("a/".repeat(128) + "a", 0)).isInstanceOf(MqttException.class);
            bob.lost();
        }
        assertThat(broker.received(">")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aRequestIsAnsweredThroughTheReplyToTopic(Function<EmbeddedBroker, URI> over) throws Exception {
        URI uri = over.apply(broker);
        // Behind the fence: no ACL keeps a client from its own inbox, nor from asking what it is called.
        try (PahoClient alice = PahoClient.connect(uri, "c1", "alice");
                PahoClient other = PahoClient.connect(uri, "c2", "bob")) {
            assertThat(alice.subscribe("$SYS/client/client-name", 0)).isZero();
            String name = alice.next().text();
            assertThat(name).isEqualTo(broker.clients().get(0).name()).startsWith("#mqtt/c1/");
            assertThat(alice.subscribe("$SYS/client/reply-to", 0)).isZero();
            String inbox = alice.next().text();
            assertThat(inbox).isEqualTo("_P2P/v:" + broker.routerName() + "/_" + name.substring(1));
            assertThat(alice.subscribe(inbox, 0)).isZero();
            assertThat(other.subscribe("#", 0)).isZero();

            other.publish(inbox, "the answer", 0);
            other.publish("end", "end", 0);

            assertThat(alice.next()).isEqualTo(new Received(inbox, "the answer", 0, false, false));
            assertThat(other.next().topic()).isEqualTo("end");
        }
    }
}
