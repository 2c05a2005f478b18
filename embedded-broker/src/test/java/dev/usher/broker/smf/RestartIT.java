package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.EmbeddedBrokerBuilder;
import dev.usher.broker.Restart;
import dev.usher.broker.core.AclProfile;
import dev.usher.broker.core.ArmedFault;
import dev.usher.broker.core.GuaranteedFault;
import dev.usher.broker.core.Message;
import dev.usher.broker.core.MqttSession;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestartIT {

    private EmbeddedBroker broker;
    private JcsmpClient client;

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        broker.close();
    }

    private void start() {
        start(EmbeddedBroker.builder());
    }

    private void start(EmbeddedBrokerBuilder builder) {
        broker = builder.user("alice", "a")
                .user(u -> u.name("manager").password("m").subscriptionManager(true))
                .start();
    }

    private JcsmpClient steady() throws JCSMPException {
        client = JcsmpClient.connect(broker, "alice", "a", "steady", p -> {
            JCSMPChannelProperties channel =
                    (JCSMPChannelProperties) p.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
            channel.setReconnectRetries(-1);
            channel.setReconnectRetryWaitInMillis(20);
            p.setProperty(JCSMPProperties.REAPPLY_SUBSCRIPTIONS, true);
            p.setProperty(JCSMPProperties.PUB_ACK_WINDOW_SIZE, 50);
        });
        return client;
    }

    private MqttClient paho(boolean clean) throws MqttException {
        MqttClient paho = new MqttClient(broker.mqttUri().toString(), "desk", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("alice");
        options.setPassword("a".toCharArray());
        options.setCleanSession(clean);
        paho.connect(options);
        return paho;
    }

    @ParameterizedTest
    @EnumSource(Restart.class)
    void aStoppedBrokerTakesNobodyAndOneStartedAgainHasItsAddresses(Restart how) throws Exception {
        start();
        String smf = broker.smfHost();
        steady().subscribe("t");
        broker.stop();
        assertThat(broker.isRunning()).isFalse();
        assertThat(broker.clients()).isEmpty();
        assertThatThrownBy(() -> JcsmpClient.connect(broker, "alice", "a", "late"))
                .isInstanceOf(JCSMPException.class);
        broker.stop();

        broker.startAgain(how);
        broker.startAgain();
        assertThat(broker.smfHost()).isEqualTo(smf);
        broker.awaitSubscription("steady", "t");
        client.publish("t", "back");
        assertThat(client.nextText()).isEqualTo("back");
    }

    @Test
    void aClosedBrokerStaysClosed() {
        start();
        broker.close();
        assertThatThrownBy(broker::startAgain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void guaranteedMessagesAreNeitherLostNorDoubledAcrossRestarts() throws Exception {
        start();
        steady().producer();
        int count = 600;
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    client.publish("g", "m" + i, DeliveryMode.PERSISTENT, false, null);
                }
            } catch (JCSMPException e) {
                throw new AssertionError(e);
            }
        });
        for (int accepted = 100; accepted <= 300; accepted += 100) {
            int enough = accepted;
            await().until(() -> broker.accepted() >= enough);
            broker.restart(Restart.KEEPING_STATE);
        }
        sending.get(30, TimeUnit.SECONDS);
        for (int i = 0; i < count; i++) {
            assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
        }
        assertThat(texts(broker.received("g")))
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> "m" + i).toList());
        assertThat(broker.accepted()).isEqualTo(count);
        assertThat(broker.droppedFromJournal()).isZero();
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream()
                .map(m -> new String(m.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void aBrokerThatLostItsDiskForgetsFlowsAndItsClientsSendAgain() throws Exception {
        start();
        steady().producer();
        ArmedFault withheld = broker.faults().arm(GuaranteedFault.withholdAcks());
        for (int i = 0; i < 5; i++) {
            client.publish("g", "m" + i, DeliveryMode.PERSISTENT, false, null);
        }
        broker.awaitReceived("g", 5);
        broker.restart(Restart.LOSING_STATE);
        assertThat(broker.faults().armed()).as("faults are the test's").contains(withheld);
        broker.awaitReceived("g", 5);
        withheld.disarm();
        for (int i = 0; i < 5; i++) {
            assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo("m" + i);
        }
        assertThat(texts(broker.received("g"))).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @ParameterizedTest
    @EnumSource(Restart.class)
    void durableSessionsStayWithTheirMessages(Restart how) throws Exception {
        start();
        MqttClient paho = paho(false);
        paho.subscribe("q0/#", 0);
        paho.subscribe("q1/#", 1);
        paho.disconnect();
        paho.close();
        steady().publish("q1/x", "stored", DeliveryMode.PERSISTENT, false, null);
        broker.awaitReceived("q1/x", 1);

        broker.restart(how);

        boolean kept = how == Restart.KEEPING_STATE;
        assertThat(broker.mqttSessions().all())
                .extracting(MqttSession::clientId)
                .isEqualTo(kept ? List.of("desk") : List.of());
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        MqttClient again = new MqttClient(broker.mqttUri().toString(), "desk", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName("alice");
        options.setPassword("a".toCharArray());
        options.setCleanSession(false);
        again.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                arrived.add(topic);
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
        assertThat(again.connectWithResult(options).getSessionPresent()).isEqualTo(kept);
        if (kept) {
            assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("q1/x");
            broker.publish("q0/y", "live");
            assertThat(arrived.poll(10, TimeUnit.SECONDS)).isEqualTo("q0/y");
        } else {
            assertThat(broker.subscriptionsOf(broker.awaitClient("desk").name()))
                    .isEmpty();
        }
        again.disconnect();
        again.close();
    }

    @Test
    void cleanSessionsAndWhatWasAddedOnBehalfOfOthersGo() throws Exception {
        start();
        MqttClient paho = paho(true);
        paho.subscribe("t", 0);
        steady().subscribe("own");
        try (JcsmpClient manager = JcsmpClient.connect(broker, "manager", "m", "manager")) {
            manager.onBehalfOf(true, "steady", "given");
        }
        broker.restart(Restart.KEEPING_STATE);
        broker.awaitSubscription("steady", "own");
        assertThat(broker.subscriptionsOf("steady")).containsExactly("own");
        assertThat(broker.mqttSessions().all()).isEmpty();
        await().until(() -> !paho.isConnected());
        paho.close();
    }

    @ParameterizedTest
    @EnumSource(Restart.class)
    void configurationAndTheJournalStayWhereStateDoes(Restart how) throws Exception {
        start();
        broker.configuration().aclProfiles().create(AclProfile.created("made"));
        broker.configuration().clientUsernames().delete("manager");
        steady().publish("t", "x");
        broker.awaitReceived("t", 1);
        broker.restart(how);
        boolean kept = how == Restart.KEEPING_STATE;
        assertThat(broker.configuration().aclProfiles().find("made").isPresent())
                .isEqualTo(kept);
        assertThat(broker.configuration().clientUsernames().find("manager").isPresent())
                .isEqualTo(!kept);
        assertThat(broker.received("t")).hasSize(kept ? 1 : 0);
        assertThat(broker.accepted()).isEqualTo(kept ? 1 : 0);
    }

    @Test
    void aSempSessionEndsWithTheBroker() throws Exception {
        start();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(broker.sempUri().resolve("/SEMP/v2/config/about/api"));
        String basic = Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
        String cookie = http.send(
                        request.copy().header("Authorization", "Basic " + basic).build(), BodyHandlers.ofString())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", 2)[0];
        HttpRequest byCookie = request.copy().header("Cookie", cookie).build();
        assertThat(http.send(byCookie, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        broker.restart(Restart.KEEPING_STATE);
        assertThat(http.send(byCookie, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void aRestartEndsAFreezeAndWhatCameInItIsLost() throws Exception {
        start();
        steady().subscribe("t");
        client.producer();
        broker.faults().freeze();
        client.publish("t", "lost");
        broker.restart(Restart.KEEPING_STATE);
        assertThat(broker.faults().isFrozen()).isFalse();
        broker.awaitSubscription("steady", "t");
        client.publish("t", "after");
        assertThat(client.nextText()).isEqualTo("after");
        assertThat(texts(broker.received("t"))).containsExactly("after");
    }

    @Test
    void theJournalSaysWhatItDropped() throws Exception {
        start(EmbeddedBroker.builder().journal(3, 1_000));
        steady();
        for (int i = 0; i < 5; i++) {
            client.publish("t", "m" + i);
        }
        await().until(() -> broker.accepted() == 5);
        assertThat(texts(broker.received())).containsExactly("m2", "m3", "m4");
        assertThat(broker.droppedFromJournal()).isEqualTo(2);
        client.publish("t", "x".repeat(930));
        await().until(() -> broker.accepted() == 6);
        assertThat(broker.received()).hasSize(1);
        assertThat(broker.droppedFromJournal()).isEqualTo(5);
    }

    @Test
    void aJournalMayBeOffAndMayNotBeUnlimited() throws Exception {
        start(EmbeddedBroker.builder().noJournal());
        steady().publish("t", "x");
        await().until(() -> broker.accepted() == 1);
        assertThat(broker.received()).isEmpty();
        assertThat(broker.droppedFromJournal()).isEqualTo(1);
        assertThatThrownBy(() -> EmbeddedBroker.builder().journal(Integer.MAX_VALUE, 1_000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedBroker.builder().journal(1, Long.MAX_VALUE))
                .hasMessageContaining("heap");
        assertThatThrownBy(() -> EmbeddedBroker.builder().journal(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
