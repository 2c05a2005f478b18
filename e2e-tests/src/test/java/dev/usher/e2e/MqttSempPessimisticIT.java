package dev.usher.e2e;

import static dev.usher.e2e.Scene.MANY;
import static dev.usher.e2e.Scene.awaitQuote;
import static dev.usher.e2e.Scene.quotesOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * MQTT.js on a broker whose management cannot write to the session of a clean connect: the story is refused. A durable
 * session is reached.
 */
class MqttSempPessimisticIT extends OnStage implements DurableChapter {
    MqttSempPessimisticIT() {
        super(new Setting(Browser.MQTT_JS, Setting.Gateway.SEMP, Setting.Facts.PESSIMISTIC));
    }

    @Override
    Map<String, String> overrides() {
        return Map.of();
    }

    @Test
    @Matrix.Refused(Browser.MQTT_JS)
    void aCleanSessionIsDeniedItsFiltersWithTheWayOutAndNothingArrives() throws Exception {
        Scene scene = scene();
        BrowserClient alice = scene.browser("alice", scene.tab());
        BrowserClient control = scene.control();

        Api.Answer opened = scene.api().impatient().openSeat("alice", Browser.MQTT_JS, scene.tab());
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);

        JsonObject filter = Scene.filterOf(opened.body(), "US/NASDAQ/>").orElseThrow();
        assertThat(filter.getString("state")).as(opened.toString()).isEqualTo("denied");
        assertThat(filter.getString("reason")).contains("injection: smf");
        assertThat(alice.subscribeTo("US/NASDAQ/>").granted()).isFalse();
        scene.stage().quotes("NASDAQ", "AAPL", 1, MANY);
        scene.awaitAside(alice, scene.tab());
        awaitQuote(control, MANY);
        assertThat(quotesOf(control)).hasSize(MANY);
        assertThat(quotesOf(alice)).isEmpty();
    }

    @Test
    @Matrix.Refused(Browser.SOLCLIENT_JS)
    void aSeatOfAnSmfClientIsRefusedWithTheWayOut() {
        Api.Answer answer = scene().api().openSeat("alice", Browser.SOLCLIENT_JS, scene().tab());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.body().getString("detail")).contains("injection: smf");
    }
}
