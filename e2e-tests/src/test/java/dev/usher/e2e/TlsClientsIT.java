package dev.usher.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of browsers and node over TLS: they check certificate and host name. */
class TlsClientsIT {
    private interface Connecting {
        BrowserClient connect(Path trusted);
    }

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static Path trusted;
    private static Path other;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.builder()
                .user("alice", "alice")
                .tls(Tls.selfSigned())
                .start();
        trusted = broker.tls().writeTrustedPem(folder.resolve("trusted.pem"));
        other = Tls.selfSigned().writeTrustedPem(folder.resolve("other.pem"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void mqttJsOverTcp() {
        speaksIfItTrusts(pem -> MqttJs.connectTrusting(pem, broker.mqttTlsUri(), "one", "alice", "alice"));
    }

    @Test
    void mqttJsOverWebSocket() {
        speaksIfItTrusts(pem -> MqttJs.connectTrusting(pem, broker.mqttWebSocketTlsUri(), "one", "alice", "alice"));
    }

    @Test
    void solclientJs() {
        speaksIfItTrusts(pem -> SolclientJs.connectTrusting(pem, broker.smfWebSocketTlsUri(), "one", "alice", "alice"));
    }

    private static void speaksIfItTrusts(Connecting connecting) {
        try (BrowserClient client = connecting.connect(trusted)) {
            client.subscribeTo("a/b");
            client.publish("a/b", "hello".getBytes(StandardCharsets.UTF_8));
            await().until(() -> client.count(m -> m.text().equals("hello")) == 1);
            assertThat(broker.clients()).hasSize(1).allMatch(c -> c.tls().isPresent());
        }
        await().until(() -> broker.clients().isEmpty());
        assertThatThrownBy(() -> connecting.connect(other).close()).isInstanceOf(IllegalStateException.class);
        assertThat(broker.clients()).isEmpty();
    }
}
