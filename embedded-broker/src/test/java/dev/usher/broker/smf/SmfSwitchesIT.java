package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPProperties;
import com.solacesystems.jcsmp.TextMessage;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.Action;
import dev.usher.broker.core.ClientProfile;
import dev.usher.broker.core.FlowFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.MqttSwitches.SubscribeRefusal;
import dev.usher.broker.switches.OboSwitches.UnknownClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Switches that show on the wire, each both ways, with real clients. */
class SmfSwitchesIT {

    private EmbeddedBroker broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    private void start(UnaryOperator<BrokerSwitches> change) {
        broker = EmbeddedBroker.builder()
                .switches(BrokerSwitches.defaults().with(change))
                .aclProfile(AclProfile.created("mute").withConnect(Action.ALLOW))
                .clientProfile(ClientProfile.builtIn("default").withEliding(true, 60_000))
                .user("alice", "a")
                .user(u -> u.name("mute").password("m").aclProfile("mute"))
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
    }

    private MqttClient paho(String username, String clientId) throws MqttException {
        MqttClient paho = new MqttClient(broker.mqttUri().toString(), clientId, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(username);
        options.setPassword(username.substring(0, 1).toCharArray());
        paho.connect(options);
        return paho;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusedDirectPublishReported(boolean value) throws Exception {
        start(s -> s.refusedDirectPublishReported(value));
        try (JcsmpClient mute = JcsmpClient.connect(broker, "mute", "m", "mute")) {
            mute.publish("t", "x");
            await().until(() -> broker.clients().get(0).received().refused() == 1);
            // Acknowledged after whatever was answered to the first.
            broker.configuration().aclProfiles().update("mute", p -> p.withPublish(Action.ALLOW));
            mute.publish("g", "end", DeliveryMode.PERSISTENT, false, null);
            assertThat(mute.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("end");
            assertThat(mute.publishErrors()).hasSize(value ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(UnknownClient.class)
    void unknownClient(UnknownClient value) throws Exception {
        start(s -> s.unknownClient(value));
        try (JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager")) {
            assertThatThrownBy(() -> manager.onBehalfOf(true, "nobody", "t"))
                    .isInstanceOfSatisfying(JCSMPErrorResponseException.class, e -> {
                        assertThat(e.getResponseCode()).isEqualTo(value.code());
                        // JCSMP knows the text with this code only.
                        assertThat(e.getSubcodeEx())
                                .isEqualTo(
                                        value == UnknownClient.CODE_404
                                                ? JCSMPErrorResponseSubcodeEx.UNKNOWN_CLIENT_NAME
                                                : JCSMPErrorResponseSubcodeEx.UNKNOWN);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(SubscribeRefusal.class)
    void mqttSubscribeRefusal(SubscribeRefusal value) throws Exception {
        start(s -> s.mqttSubscribeRefusal(value));
        MqttClient paho = paho("mute", "tab");
        if (value == SubscribeRefusal.SILENT) {
            paho.subscribe("t", 0);
        } else {
            assertThatThrownBy(() -> paho.subscribe("t", 0)).isInstanceOf(MqttException.class);
        }
        if (value == SubscribeRefusal.CLOSE) {
            broker.awaitNoClient("tab");
        } else {
            assertThat(broker.subscriptionsOf(broker.awaitClient("tab").name())).isEmpty();
        }
        paho.disconnectForcibly(1, 1, false);
        paho.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mqttPublishElidable(boolean value) throws Exception {
        start(s -> s.mqttPublishElidable(value));
        MqttClient paho = paho("alice", "tab");
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            alice.subscribe("t", "end");
            paho.publish("t", new byte[] {'1'}, 0, false);
            paho.publish("t", new byte[] {'2'}, 0, false);
            paho.publish("end", new byte[] {'3'}, 0, false);
            assertThat(alice.nextText()).isEqualTo("1");
            assertThat(alice.nextText()).isEqualTo(value ? "3" : "2");
        }
        paho.disconnect();
        paho.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void plainTextToMqtt(boolean value) throws Exception {
        start(s -> s.plainTextToMqtt(value));
        BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
        MqttClient paho = paho("alice", "tab");
        paho.subscribe("t", 0, (topic, message) -> arrived.add(message.getPayload()));
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice")) {
            TextMessage text = JCSMPFactory.onlyInstance().createMessage(TextMessage.class);
            text.setText("words");
            alice.producer().send(text, JCSMPFactory.onlyInstance().createTopic("t"));
        }
        byte[] payload = arrived.poll(10, TimeUnit.SECONDS);
        assertThat(new String(payload, StandardCharsets.UTF_8).equals("words")).isEqualTo(value);
        paho.disconnect();
        paho.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void unknownFlowIsNew(boolean value) throws Exception {
        start(s -> s.unknownFlowIsNew(value));
        try (JcsmpClient alice = JcsmpClient.connect(broker, "alice", "a", "alice", p -> {
            JCSMPChannelProperties channel =
                    (JCSMPChannelProperties) p.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
            channel.setReconnectRetries(100);
            channel.setReconnectRetryWaitInMillis(20);
            // A client told that its flow is unknown gives up; one whose flow goes on does not notice.
            p.setProperty(
                    JCSMPProperties.GD_RECONNECT_FAIL_ACTION, JCSMPProperties.GD_RECONNECT_FAIL_ACTION_DISCONNECT);
            p.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, 50);
        })) {
            alice.producer();
            broker.faults().arm(GuaranteedFault.withholdAcks());
            broker.faults().arm(FlowFault.forget());
            for (int i = 0; i < 3; i++) {
                alice.publish("t", "m" + i, DeliveryMode.PERSISTENT, false, null);
            }
            broker.awaitReceived("t", 3);
            broker.faults().cut("alice");
            if (value) {
                broker.awaitReceived("t", 6);
                broker.faults().clear();
                for (int i = 0; i < 3; i++) {
                    assertThat(alice.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
                }
            } else {
                await().until(() ->
                        !alice.down().isEmpty() || !alice.publishErrors().isEmpty());
                assertThat(broker.received("t")).hasSize(3);
            }
        }
    }
}
