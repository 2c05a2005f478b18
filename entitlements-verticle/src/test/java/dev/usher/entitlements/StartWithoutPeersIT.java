package dev.usher.entitlements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.entitlements.ServiceStage.Options;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The service starts while what it needs is away, says so, and goes on when it is there. */
class StartWithoutPeersIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void waitsForPostgres() {
        try (EmbeddedBroker broker = ServiceStage.broker();
                EmbeddedDatabase postgres = EmbeddedDatabase.start()) {
            var database = postgres.createDatabase();
            postgres.stop();
            try (ServiceStage stage = ServiceStage.on(broker, database, Options.QUIET)) {
                assertThat(stage.readiness().status()).isEqualTo(503);
                assertThat(stage.openSeat("alice", "desk").status()).isEqualTo(503);

                postgres.startAgain();

                stage.awaitReady();
                assertThat(stage.openSeat("alice", "desk").status()).isEqualTo(201);
            }
        }
    }

    @Test
    void waitsForTheBroker() {
        EmbeddedBroker former = ServiceStage.broker();
        int smf = former.smfPort();
        URI semp = former.sempUri();
        former.close();
        try (EmbeddedDatabase postgres = EmbeddedDatabase.start();
                ServiceStage stage = new ServiceStage(
                        semp,
                        "tcp://127.0.0.1:" + smf,
                        postgres.createDatabase(),
                        ServiceStage.catalog(),
                        Options.QUIET)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(stage.readiness().body().encode())
                            .contains("\"name\":\"manager on local\",\"ready\":false"));

            try (EmbeddedBroker broker = EmbeddedBroker.builder()
                    .smfPort(smf)
                    .sempPort(semp.getPort())
                    .defaultUsername(false)
                    .user(u -> u.name("usher-manager").password("usher-manager").subscriptionManager(true))
                    .user("alice", "alice")
                    .user("bob", "bob")
                    .start()) {
                stage.awaitAdopted(broker);
                stage.client(broker, "alice", "desk");
                assertThat(stage.openSeat("alice", "desk").status()).isEqualTo(201);
                assertThat(ServiceStage.held(broker, "desk")).contains("US/NASDAQ/>", "US/NYSE/>");
            }
        }
    }
}
