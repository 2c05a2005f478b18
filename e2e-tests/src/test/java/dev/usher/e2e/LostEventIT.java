package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last sentence of the story: the connect event is lost, and the roster sweep finds her within its period. */
class LostEventIT {
    private static final Duration SWEEP = Duration.ofSeconds(2);

    @Test
    void sheComesBackUnannouncedAndTheSweepRestoresHerSubscriptions() {
        try (Stage stage = Stage.open(Map.of("USHER_ENTITLEMENTS_SWEEP_INTERVAL", SWEEP.toSeconds() + "s"))) {
            MqttJs alice = stage.returningBrowser("alice", "tab");
            assertThat(stage.api().openSeat("alice", "tab").status()).isEqualTo(201);
            List<String> table = stage.tableOf("tab");
            stage.stack().broker().faults().dropClientEvents(true);

            alice.drop();
            await().atMost(Duration.ofSeconds(20)).until(() -> alice.connects() == 2);

            // One period until the next sweep begins, and room for the sweep itself on a busy machine.
            await().atMost(SWEEP.plusSeconds(8))
                    .untilAsserted(() -> assertThat(stage.tableOf("tab")).isEqualTo(table));
            stage.quotes("NASDAQ", "AAPL", 7, 7);
            await().atMost(Duration.ofSeconds(20)).until(() -> alice.count(m -> Stage.number(m) == 7) == 1);
        }
    }
}
