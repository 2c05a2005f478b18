package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import dev.usher.broker.core.BrokerSwitches;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The README's story, a test for each sentence: real Kafka, real JCSMP, real HTTP, real MQTT.js over WebSocket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Story {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int REVOKED_MESSAGES = 1000;
    private static final int REFUSED = 0x80;
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Stage stage;
    private String tab;
    private String watcher;

    /** How the broker behaves where no public text says. */
    abstract BrokerSwitches switches();

    @BeforeAll
    void open() {
        // Nothing but what a test does itself can restore or remove anything within its time.
        stage = Stage.open(
                switches(),
                Map.of(
                        "USHER_ENTITLEMENTS_SWEEP_INTERVAL", "10m",
                        "USHER_ENTITLEMENTS_SWEEP_DEEP_READ_INTERVAL", "1h"));
    }

    @BeforeEach
    void newNames() {
        tab = "tab-" + NAMES.incrementAndGet();
        watcher = "watcher-" + NAMES.get();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @AfterEach
    void restore() {
        stage.api().status("alice", "active");
        stage.api().groupProducts("us-desk", "nasdaq", "nyse");
        stage.api().groupProducts("nasdaq-desk", "nasdaq");
    }

    private String openSeat(String user) {
        Api.Answer answer = stage.api().openSeat(user, tab);
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(201);
        assertThat(answer.body().getString("presence")).isEqualTo("connected");
        for (Object filter : answer.body().getJsonArray("filters")) {
            assertThat(((JsonObject) filter).getString("state"))
                    .as(answer.body().encode())
                    .isEqualTo("active");
        }
        return answer.body().getString("id");
    }

    private void awaitNumber(MqttJs client, int number) {
        await().atMost(SOON).until(() -> client.count(m -> Stage.number(m) == number) > 0);
    }

    @Test
    void aRecordArrivesByteForByteOnTheTopicOfItsFields() throws JCSMPException {
        byte[] payload = ("{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bidSize\":10.0,"
                        + " \"askSize\":10.0,\"bidPrice\":100.0,\"askPrice\":105.0}")
                .getBytes(StandardCharsets.UTF_8);
        List<BytesXMLMessage> received = new CopyOnWriteArrayList<>();
        JCSMPSession subscriber = stage.jcsmp("control");
        XMLMessageConsumer consumer = subscriber.getMessageConsumer(collector(received));
        subscriber.addSubscription(JCSMPFactory.onlyInstance().createTopic("US/NASDAQ/AAPL"));
        consumer.start();

        stage.record(payload);

        await().atMost(SOON).until(() -> !received.isEmpty());
        BytesMessage message = (BytesMessage) received.get(0);
        assertThat(message.getDestination().getName()).isEqualTo("US/NASDAQ/AAPL");
        assertThat(message.getData()).isEqualTo(payload);
        assertThat(message.getProperties().getString("k_topic")).isEqualTo("PRICES");
    }

    private static XMLMessageListener collector(List<BytesXMLMessage> received) {
        return new XMLMessageListener() {
            @Override
            public void onReceive(BytesXMLMessage message) {
                received.add(message);
            }

            @Override
            public void onException(JCSMPException failure) {
                throw new IllegalStateException(failure);
            }
        };
    }

    @Test
    void aSeatGivesEveryNasdaqMessageAndNoNyseMessageToAClientThatSubscribedToNothing() {
        MqttJs alice = stage.browser("alice", tab);
        MqttJs control = stage.control(watcher, "US/#");
        openSeat("alice");

        stage.quotes("NASDAQ", "AAPL", 1, 100);
        stage.quotes("NYSE", "IBM", 101, 200);
        stage.quotes("NASDAQ", "MSFT", 201, 201);

        awaitNumber(alice, 201);
        awaitNumber(control, 201);
        assertThat(alice.received()).hasSize(101).allMatch(m -> m.topic().startsWith("US/NASDAQ/"));
        assertThat(alice.received().stream().map(Stage::number).toList())
                .isSorted()
                .startsWith(1)
                .contains(100, 201);
        assertThat(control.received()).hasSize(201);
    }

    @Test
    void beforeTheSeatIsOpenedSheReceivesNothing() {
        MqttJs alice = stage.browser("alice", tab);
        MqttJs control = stage.control(watcher, "US/#");

        stage.quotes("NASDAQ", "AAPL", 1, 10);
        awaitNumber(control, 10);
        openSeat("alice");
        stage.quotes("NASDAQ", "AAPL", 11, 11);

        awaitNumber(alice, 11);
        assertThat(alice.received()).hasSize(1);
    }

    @Test
    void herOwnSubscribeIsRefusedAndLeavesNoTrace() {
        MqttJs alice = stage.browser("alice", tab);
        MqttJs control = stage.control(watcher, "US/#");
        openSeat("alice");
        List<String> table = stage.tableOf(tab);

        assertThat(alice.subscribe("US/NYSE/#")).isEqualTo(REFUSED);
        assertThat(alice.subscribe("US/NASDAQ/#")).isEqualTo(REFUSED);
        assertThat(alice.subscribe("#")).isEqualTo(REFUSED);

        assertThat(stage.tableOf(tab)).isEqualTo(table);
        stage.quotes("NYSE", "IBM", 1, 1);
        stage.quotes("NASDAQ", "AAPL", 2, 2);
        awaitNumber(control, 1);
        awaitNumber(alice, 2);
        assertThat(alice.received()).hasSize(1);
    }

    @Test
    void afterAProductIsTakenFromHerGroupNoneOfAThousandMessagesArrives() {
        MqttJs bob = stage.browser("bob", tab);
        MqttJs control = stage.control(watcher, "US/#");
        openSeat("bob");
        stage.quotes("NYSE", "IBM", 0, 0);
        awaitNumber(bob, 0);

        assertEnforced(stage.api().groupProducts("us-desk", "nasdaq"));

        stage.quotes("NYSE", "IBM", 1, REVOKED_MESSAGES);
        stage.quotes("NASDAQ", "AAPL", REVOKED_MESSAGES + 1, REVOKED_MESSAGES + 1);
        awaitNumber(bob, REVOKED_MESSAGES + 1);
        awaitNumber(control, REVOKED_MESSAGES + 1);
        assertThat(control.count(m -> m.topic().equals("US/NYSE/IBM"))).isEqualTo(REVOKED_MESSAGES + 1);
        assertThat(bob.received().stream().map(Stage::number)).containsExactly(0, REVOKED_MESSAGES + 1);
        assertThat(bob.subscribe("US/NYSE/#")).isEqualTo(REFUSED);
    }

    @Test
    void afterHerSeatIsClosedNoneOfAThousandMessagesArrives() throws JCSMPException {
        MqttJs alice = stage.browser("alice", tab);
        String seat = openSeat("alice");
        afterRevocationNothingArrives(alice, () -> stage.api().closeSeat(seat));
        assertThat(stage.api().seat(seat).body().getBoolean("open")).isFalse();
    }

    @Test
    void afterSheIsSuspendedNoneOfAThousandMessagesArrives() throws JCSMPException {
        MqttJs alice = stage.browser("alice", tab);
        openSeat("alice");
        afterRevocationNothingArrives(alice, () -> stage.api().status("alice", "suspended"));
    }

    private void afterRevocationNothingArrives(MqttJs alice, Supplier<Api.Answer> revoke) throws JCSMPException {
        MqttJs control = stage.control(watcher, "US/#");
        stage.quotes("NASDAQ", "AAPL", 0, 0);
        awaitNumber(alice, 0);

        assertEnforced(revoke.get());

        // She holds nothing now: a topic injected for the test shows that she would have received what was sent before.
        JCSMPSession manager = stage.jcsmp("usher-manager");
        manager.addSubscription(
                JCSMPFactory.onlyInstance().createClientName(stage.clientName(tab)),
                JCSMPFactory.onlyInstance().createTopic("US/CONTROL/" + tab),
                JCSMPSession.WAIT_FOR_CONFIRM);
        stage.quotes("NASDAQ", "AAPL", 1, REVOKED_MESSAGES);
        stage.quotes("CONTROL", tab, REVOKED_MESSAGES + 1, REVOKED_MESSAGES + 1);

        awaitNumber(alice, REVOKED_MESSAGES + 1);
        awaitNumber(control, REVOKED_MESSAGES + 1);
        assertThat(control.count(m -> m.topic().equals("US/NASDAQ/AAPL"))).isEqualTo(REVOKED_MESSAGES + 1);
        assertThat(alice.received().stream().map(Stage::number)).containsExactly(0, REVOKED_MESSAGES + 1);
        assertThat(alice.subscribe("US/NASDAQ/#")).isEqualTo(REFUSED);
    }

    private static void assertEnforced(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body().encode()).isEqualTo(200);
        assertThat(answer.body().getString("state")).isEqualTo("enforced");
        JsonObject target = answer.body().getJsonArray("targets").getJsonObject(0);
        assertThat(target.getJsonObject("proof").getString("kind")).isEqualTo("observed");
        assertThat(target.getBoolean("disconnected")).isFalse();
    }

    @Test
    void sheComesBackAndTheConnectEventRestoresHerSubscriptions() {
        MqttJs alice = stage.returningBrowser("alice", tab);
        openSeat("alice");
        List<String> table = stage.tableOf(tab);
        String former = stage.clientName(tab);

        alice.drop();

        await().atMost(SOON).until(() -> alice.connects() == 2);
        await().atMost(SOON).untilAsserted(() -> assertThat(stage.tableOf(tab)).isEqualTo(table));
        assertThat(stage.clientName(tab)).isNotEqualTo(former);
        stage.quotes("NASDAQ", "AAPL", 7, 7);
        awaitNumber(alice, 7);
    }

    @Test
    void whoeverTakesHerClientIdGetsNothingOfHers() throws JCSMPException {
        stage.browser("alice", tab);
        MqttJs control = stage.control(watcher, "US/#");
        openSeat("alice");
        String former = stage.clientName(tab);

        MqttJs bob = stage.browser("bob", tab);
        await().atMost(SOON).until(() -> !stage.clientName(tab).equals(former));

        assertThat(stage.api().openSeat("alice", tab).status()).isEqualTo(409);
        JCSMPSession manager = stage.jcsmp("usher-manager");
        manager.addSubscription(
                JCSMPFactory.onlyInstance().createClientName(stage.clientName(tab)),
                JCSMPFactory.onlyInstance().createTopic("US/CONTROL/" + tab),
                JCSMPSession.WAIT_FOR_CONFIRM);
        stage.quotes("NASDAQ", "AAPL", 1, 100);
        stage.quotes("CONTROL", tab, 101, 101);
        awaitNumber(control, 100);
        awaitNumber(bob, 101);
        assertThat(bob.received()).hasSize(1);
    }
}
