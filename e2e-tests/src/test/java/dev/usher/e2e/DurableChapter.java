package dev.usher.e2e;

import static dev.usher.e2e.Scene.MANY;
import static dev.usher.e2e.Scene.SOON;
import static dev.usher.e2e.Scene.awaitQuote;
import static dev.usher.e2e.Scene.granting;
import static dev.usher.e2e.Scene.inGroup;
import static dev.usher.e2e.Scene.quotesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.core.MqttSessions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** MQTT sessions that the broker keeps while their clients are away. */
interface DurableChapter extends Sentences {

    private void awaitAway(String clientId) {
        await().atMost(SOON).until(() -> scene().find(clientId).isEmpty());
    }

    @Test
    default void aDurableSessionThatIsAwayIsRevokedToo() {
        Scene scene = scene();
        String carol = scene.user("carol", granting("nasdaq", "nyse"));
        MqttJs client = scene.durable(carol, scene.tab());
        BrowserClient control = scene.control();
        String seat = scene.fullSeat(carol, scene.tab());
        scene.stage().quotes("NYSE", "IBM", 0, 0);
        awaitQuote(client, 0);
        client.drop();
        awaitAway(scene.tab());

        Api.Answer revoked = scene.define(carol, granting("nasdaq"));

        assertThat(revoked.status()).as(revoked.toString()).isEqualTo(200);
        assertThat(revoked.body().getString("state")).isEqualTo("enforced");
        scene.stage().quotes("NYSE", "IBM", 1, MANY);
        awaitQuote(control, MANY);
        client.reconnect();
        scene.stage().quotes("NYSE", "IBM", MANY + 1, 2 * MANY);
        await().atMost(SOON).until(() -> scene.isActive(seat, "US/NASDAQ/>"));
        scene.stage().quotes("NASDAQ", "AAPL", 2 * MANY + 1, 2 * MANY + 1);
        awaitQuote(client, 2 * MANY + 1);
        awaitQuote(control, 2 * MANY + 1);
        assertThat(quotesOf(control)).hasSize(2 * MANY + 2);
        assertThat(quotesOf(client)).containsExactly(0, 2 * MANY + 1);
    }

    @Test
    default void aDurableSessionWhoseSeatIsClosedWhileItIsAwayGetsNothingWhenItIsBack() throws Exception {
        Scene scene = scene();
        String carol = scene.user("carol", granting("nasdaq"));
        MqttJs client = scene.durable(carol, scene.tab());
        BrowserClient control = scene.control();
        String seat = scene.fullSeat(carol, scene.tab());
        client.drop();
        awaitAway(scene.tab());

        Api.Answer closed = scene.api().closeSeat(seat);

        assertThat(closed.status()).as(closed.toString()).isEqualTo(200);
        scene.stage().quotes("NASDAQ", "AAPL", 1, MANY);
        client.reconnect();
        scene.stage().quotes("NASDAQ", "AAPL", MANY + 1, 2 * MANY);
        scene.awaitAside(client, scene.tab());
        awaitQuote(control, 2 * MANY);
        assertThat(quotesOf(control)).hasSize(2 * MANY);
        assertThat(quotesOf(client)).isEmpty();
    }

    @Test
    default void aSessionWithAQueueFromBeforeAdoptionIsDeletedAndNothingOfItArrives() {
        Scene scene = scene();
        MqttSessions sessions = scene.stage().broker().mqttSessions();
        scene.stage().createUsername(scene.name("carol"));
        MqttJs client = scene.durable(scene.name("carol"), scene.tab());
        MqttJs control = scene.control();
        assertThat(client.subscribeTo("US/>", 1).granted()).isTrue();
        client.drop();
        awaitAway(scene.tab());
        control.publishAcknowledged("US/NYSE/IBM", "{\"bidSize\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(sessions.get(scene.tab()).storedMessages()).isNotEmpty();

        String carol = scene.mappedUser("carol", granting("nasdaq"));

        await().atMost(SOON).until(() -> sessions.find(scene.tab()).isEmpty());
        scene.stage().quotes("NYSE", "IBM", 2, MANY);
        awaitQuote(control, MANY);
        client.reconnect();
        assertThat(client.sessionPresent()).isFalse();
        scene.fullSeat(carol, scene.tab());
        scene.stage().quotes("NYSE", "IBM", MANY + 1, 2 * MANY);
        scene.stage().quotes("NASDAQ", "AAPL", 2 * MANY + 1, 2 * MANY + 1);
        awaitQuote(client, 2 * MANY + 1);
        awaitQuote(control, 2 * MANY + 1);
        assertThat(quotesOf(control)).hasSize(2 * MANY + 1);
        assertThat(quotesOf(client)).containsExactly(2 * MANY + 1);
    }

    @Test
    default void ofADurableSelfServiceSessionWhatWasInjectedGoesWithItsSeat() throws Exception {
        Scene scene = scene();
        String group = scene.group("desk", granting("nasdaq", "nyse").put("mode", "self-service"));
        String carol = scene.user("carol", inGroup(group));
        MqttJs client = scene.durable(carol, scene.tab());
        BrowserClient control = scene.control();
        JsonObject wish = new JsonObject().put("filters", new JsonArray().add("US/NYSE/>"));
        String seat = scene.seat(carol, scene.tab(), wish).getString("id");
        scene.stage().quotes("NYSE", "IBM", 0, 0);
        awaitQuote(client, 0);
        client.drop();
        awaitAway(scene.tab());

        Api.Answer closed = scene.api().closeSeat(seat);
        assertThat(closed.status()).as(closed.toString()).isEqualTo(200);
        Api.Answer narrowed = scene.api().groupProducts(group, "nasdaq");
        assertThat(narrowed.status()).as(narrowed.toString()).isEqualTo(200);

        client.reconnect();
        scene.stage().quotes("NYSE", "IBM", 1, MANY);
        scene.awaitAside(client, scene.tab());
        awaitQuote(control, MANY);
        assertThat(quotesOf(control)).hasSize(MANY + 1);
        assertThat(quotesOf(client)).containsExactly(0);
    }
}
