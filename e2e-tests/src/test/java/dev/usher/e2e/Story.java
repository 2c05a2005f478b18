package dev.usher.e2e;

import static dev.usher.e2e.Scene.MANY;
import static dev.usher.e2e.Scene.SOON;
import static dev.usher.e2e.Scene.awaitQuote;
import static dev.usher.e2e.Scene.quotesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.BytesMessage;
import com.solacesystems.jcsmp.BytesXMLMessage;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPFactory;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.XMLMessageConsumer;
import com.solacesystems.jcsmp.XMLMessageListener;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The README's story, a test for each sentence: real Kafka, real JCSMP, real HTTP, real browser clients over WebSocket. */
abstract class Story extends OnStage {

    Story(Browser browser, Setting.Gateway gateway, Setting.Facts facts) {
        super(new Setting(browser, gateway, facts));
    }

    /** Nothing but what a test does itself can restore or remove anything within its time. */
    @Override
    Map<String, String> overrides() {
        return Map.of(
                "USHER_ENTITLEMENTS_SWEEP_INTERVAL", "10m",
                "USHER_ENTITLEMENTS_SWEEP_DEEP_READ_INTERVAL", "1h");
    }

    @Test
    void aRecordArrivesByteForByteOnTheTopicOfItsFields() throws JCSMPException {
        byte[] payload = ("{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bidSize\":10.0,"
                        + " \"askSize\":10.0,\"bidPrice\":100.0,\"askPrice\":105.0}")
                .getBytes(StandardCharsets.UTF_8);
        List<BytesXMLMessage> received = new CopyOnWriteArrayList<>();
        JCSMPSession subscriber = scene().jcsmp("control");
        XMLMessageConsumer consumer = subscriber.getMessageConsumer(collector(received));
        subscriber.addSubscription(JCSMPFactory.onlyInstance().createTopic("US/NASDAQ/AAPL"));
        consumer.start();

        scene().stage().record(payload);

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
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        BrowserClient control = scene.control();
        scene.fullSeat("alice", scene.tab());

        scene.stage().quotes("NASDAQ", "AAPL", 1, 100);
        scene.stage().quotes("NYSE", "IBM", 101, 200);
        scene.stage().quotes("NASDAQ", "MSFT", 201, 201);

        awaitQuote(alice, 201);
        awaitQuote(control, 201);
        assertThat(quotesOf(alice))
                .containsExactlyElementsOf(IntStream.concat(IntStream.rangeClosed(1, 100), IntStream.of(201))
                        .boxed()
                        .toList());
        assertThat(quotesOf(control)).hasSize(201);
    }

    @Test
    void beforeTheSeatIsOpenedSheReceivesNothing() {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        BrowserClient control = scene.control();

        scene.stage().quotes("NASDAQ", "AAPL", 1, 10);
        awaitQuote(control, 10);
        scene.fullSeat("alice", scene.tab());
        scene.stage().quotes("NASDAQ", "AAPL", 11, 11);

        awaitQuote(alice, 11);
        assertThat(quotesOf(alice)).containsExactly(11);
    }

    @Test
    void herOwnSubscribeIsRefusedAndLeavesNoTrace() {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        BrowserClient control = scene.control();
        scene.fullSeat("alice", scene.tab());
        List<String> table = scene.tableOf(scene.tab());

        assertRefused(alice, "US/NYSE/>");
        assertRefused(alice, "US/NASDAQ/>");
        assertRefused(alice, ">");

        assertThat(scene.tableOf(scene.tab())).isEqualTo(table);
        scene.stage().quotes("NYSE", "IBM", 1, 1);
        scene.stage().quotes("NASDAQ", "AAPL", 2, 2);
        awaitQuote(control, 1);
        awaitQuote(alice, 2);
        assertThat(quotesOf(alice)).containsExactly(2);
    }

    private void assertRefused(BrowserClient client, String filter) {
        BrowserClient.Subscribed answer = client.subscribeTo(filter);
        assertThat(answer.granted()).as(filter).isFalse();
        assertThat(answer.reason()).startsWith(setting().browser().refusal());
    }

    @Test
    void afterAProductIsTakenFromHerGroupNoneOfAThousandMessagesArrives() {
        Scene scene = scene();
        BrowserClient bob = scene.browser("bob", scene.tab());
        BrowserClient control = scene.control();
        scene.fullSeat("bob", scene.tab());
        scene.stage().quotes("NYSE", "IBM", 0, 0);
        awaitQuote(bob, 0);

        assertEnforced(scene.api().groupProducts("us-desk", "nasdaq"));

        scene.stage().quotes("NYSE", "IBM", 1, MANY);
        scene.stage().quotes("NASDAQ", "AAPL", MANY + 1, MANY + 1);
        awaitQuote(bob, MANY + 1);
        awaitQuote(control, MANY + 1);
        assertThat(control.count(m -> m.topic().equals("US/NYSE/IBM"))).isEqualTo(MANY + 1);
        assertThat(quotesOf(bob)).containsExactly(0, MANY + 1);
        assertRefused(bob, "US/NYSE/>");
    }

    @Test
    void afterHerSeatIsClosedNoneOfAThousandMessagesArrives() throws JCSMPException {
        BrowserClient alice = scene().browser("alice", scene().tab());
        String seat = scene().fullSeat("alice", scene().tab());
        afterRevocationNothingArrives(alice, () -> scene().api().closeSeat(seat));
        assertThat(scene().api().seat(seat).body().getBoolean("open")).isFalse();
    }

    @Test
    void afterSheIsSuspendedNoneOfAThousandMessagesArrives() throws JCSMPException {
        BrowserClient alice = scene().browser("alice", scene().tab());
        scene().fullSeat("alice", scene().tab());
        afterRevocationNothingArrives(alice, () -> scene().api().status("alice", "suspended"));
    }

    @Test
    void whenHerSuspensionCutsSheIsDisconnectedAndTheAnswerSaysSo() throws JCSMPException {
        BrowserClient alice = scene().browser("alice", scene().tab());
        scene().fullSeat("alice", scene().tab());

        Api.Answer answer = scene().api().statusCutting("alice", "suspended");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body().getBoolean("disconnected")).isTrue();
        await().atMost(SOON).until(() -> alice.losses() == 1);
        alice.reconnect();
        scene().stage().quotes("NASDAQ", "AAPL", 1, 100);
        scene().awaitAside(alice, scene().tab());
        assertThat(quotesOf(alice)).isEmpty();
    }

    private void afterRevocationNothingArrives(BrowserClient alice, Supplier<Api.Answer> revoke) throws JCSMPException {
        BrowserClient control = scene().control();
        scene().stage().quotes("NASDAQ", "AAPL", 0, 0);
        awaitQuote(alice, 0);

        assertEnforced(revoke.get());

        scene().stage().quotes("NASDAQ", "AAPL", 1, MANY);
        scene().awaitAside(alice, scene().tab());
        awaitQuote(control, MANY);
        assertThat(quotesOf(control)).hasSize(MANY + 1);
        assertThat(quotesOf(alice)).containsExactly(0);
        assertRefused(alice, "US/NASDAQ/>");
    }

    private static void assertEnforced(Api.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body().getString("state")).isEqualTo("enforced");
        JsonObject target = answer.objects("targets").get(0);
        assertThat(target.getJsonObject("proof").getString("kind")).isEqualTo("observed");
        assertThat(target.getBoolean("disconnected")).isFalse();
    }

    @Test
    void sheComesBackAndTheConnectEventRestoresHerSubscriptions() {
        Scene scene = scene();
        BrowserClient alice = scene.returningBrowser("alice", scene.tab());
        scene.fullSeat("alice", scene.tab());
        List<String> table = scene.tableOf(scene.tab());

        alice.drop();

        await().atMost(SOON).until(() -> alice.connects() == 2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.tableOf(scene.tab())).isEqualTo(table));
        scene.stage().quotes("NASDAQ", "AAPL", 7, 7);
        awaitQuote(alice, 7);
    }

    @Test
    void whoeverTakesHerClientNameGetsNothingOfHers() throws JCSMPException {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        BrowserClient control = scene.control();
        scene.fullSeat("alice", scene.tab());

        BrowserClient bob = scene.browser("bob", scene.tab());
        await().atMost(SOON).until(() -> alice.losses() == 1);

        assertThat(scene.api()
                        .openSeat("alice", setting().browser(), scene.tab())
                        .status())
                .isEqualTo(409);
        scene.stage().quotes("NASDAQ", "AAPL", 1, 100);
        scene.awaitAside(bob, scene.tab());
        awaitQuote(control, 100);
        assertThat(quotesOf(bob)).isEmpty();
    }
}
