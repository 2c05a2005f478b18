package dev.usher.e2e;

import static dev.usher.e2e.Scene.MANY;
import static dev.usher.e2e.Scene.SOON;
import static dev.usher.e2e.Scene.awaitQuote;
import static dev.usher.e2e.Scene.granting;
import static dev.usher.e2e.Scene.inGroup;
import static dev.usher.e2e.Scene.quotesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody tells the service is found by reading the broker again within its period. */
abstract class Sweeps extends OnStage {
    private static final Duration SWEEP = Duration.ofSeconds(2);

    Sweeps(Browser browser, Setting.Gateway gateway, Setting.Facts facts) {
        super(new Setting(browser, gateway, facts));
    }

    @Override
    Map<String, String> overrides() {
        String period = SWEEP.toSeconds() + "s";
        return Map.of(
                "USHER_ENTITLEMENTS_SWEEP_INTERVAL", period,
                "USHER_ENTITLEMENTS_SWEEP_DEEP_READ_INTERVAL", period);
    }

    @AfterEach
    void clearFaults() {
        scene().stage().broker().faults().clear();
    }

    @Test
    void sheComesBackUnannouncedAndTheSweepRestoresHerSubscriptions() {
        Scene scene = scene();
        BrowserClient alice = scene.returningBrowser("alice", scene.tab());
        scene.fullSeat("alice", scene.tab());
        List<String> table = scene.tableOf(scene.tab());
        scene.stage().broker().faults().dropClientEvents(true);

        alice.drop();
        await().atMost(SOON).until(() -> alice.connects() == 2);

        // One period until the next sweep begins, and room for the sweep itself on a busy machine.
        await().atMost(SWEEP.plusSeconds(8))
                .untilAsserted(() -> assertThat(scene.tableOf(scene.tab())).isEqualTo(table));
        scene.stage().quotes("NASDAQ", "AAPL", 7, 7);
        awaitQuote(alice, 7);
    }

    @Test
    void aProfileThatSomebodyOpenedIsClosedAgainAndWhoeverCameInThroughItIsCleaned() {
        Scene scene = scene();
        String group = scene.group("desk", granting("nasdaq").put("mode", "self-service"));
        String carol = scene.user("carol", inGroup(group));
        String profile = scene.stage().profileOf(carol);
        BrowserClient client = scene.returningBrowser(carol, scene.tab());
        BrowserClient control = scene.control();
        scene.seat(carol, scene.tab());
        assertThat(client.subscribeTo("US/NASDAQ/>").granted()).isTrue();

        // The sweep may close it before she is in: then it is opened once more.
        await().atMost(SOON).until(() -> {
            scene.stage().patch("aclProfiles/" + profile, new JsonObject().put("subscribeTopicDefaultAction", "allow"));
            return client.subscribeTo("US/NYSE/>").granted();
        });

        await().atMost(SOON).until(() -> !client.subscribeTo("US/CLOSED/AGAIN").granted());
        await().atMost(SOON).until(() -> scene.tableOf(scene.tab()).stream().noneMatch(f -> f.contains("NYSE")));
        scene.stage().quotes("NYSE", "IBM", 1, MANY);
        // Whether she was disconnected for it or not, what is hers she may have.
        await().atMost(SOON).until(() -> client.subscribeTo("US/NASDAQ/>").granted());
        scene.stage().quotes("NASDAQ", "AAPL", MANY + 1, MANY + 1);
        awaitQuote(client, MANY + 1);
        awaitQuote(control, MANY + 1);
        assertThat(quotesOf(control)).hasSize(MANY + 1);
        assertThat(quotesOf(client)).containsExactly(MANY + 1);
    }
}
