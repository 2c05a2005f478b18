package dev.usher.probes;

import static dev.usher.probes.Catalogue.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose certificate only a trust store of its own vouches for, on every port. */
class TlsIT {
    @TempDir
    private Path folder;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.builder().tls(Tls.selfSigned()).start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private BrokerUnderTest untrusted() {
        return BrokerUnderTest.of(
                        broker.smfTlsHost(),
                        broker.sempTlsUri(),
                        broker.vpn(),
                        new BrokerUnderTest.Admin("admin", "admin"))
                .withMqtt(broker.mqttTlsUri())
                .withMqttWebSocket(broker.mqttWebSocketTlsUri())
                .withSempPause(Duration.ZERO);
    }

    private BrokerUnderTest trusted() {
        return untrusted()
                .withTrustStore(new TrustStore(
                        broker.tls().writeTrustStore(folder.resolve("t.p12")), Tls.TRUST_STORE_PASSWORD));
    }

    @Test
    void smfMqttAndSempTrustTheStore() {
        Prober prober = new Prober(trusted());

        assertThat(prober.ask(fact("acl-cover-wider-filter")).verdict()).isEqualTo(Verdict.AS_DOCUMENTED);
        assertThat(prober.ask(fact("mqtt-will")).verdict()).isEqualTo(Verdict.AS_DOCUMENTED);
        assertThat(prober.remains()).isEmpty();
    }

    @Test
    void webSocketsDoAsWell() throws Exception {
        BrokerUnderTest target = trusted();
        try (Lab lab = new Lab(target, new Semp(target))) {
            MqttClient client = lab.mqtt(
                    target.mqttWebSocket().orElseThrow(), lab.username("alice"), lab.name("ws"), options -> {});
            assertThat(client.clientName()).contains(lab.name("ws"));
        }
    }

    @Test
    void withoutItNothingIsAsked() {
        assertThat(new Prober(untrusted())
                        .ask(fact("acl-cover-wider-filter"))
                        .answer()
                        .detail())
                .contains("no answer to POST", "certification path");
    }
}
