package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.solacesystems.jcsmp.DeliveryMode;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JCSMP with {@code tcps://} and {@code wss://}, which checks certificate and host name unless told not to. */
class SmfTlsIT {
    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.builder()
                .user("alice", "a")
                .tls(Tls.selfSigned())
                .start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<Function<EmbeddedBroker, String>> addresses() {
        return Stream.of(EmbeddedBroker::smfTlsHost, b -> b.smfWebSocketTlsUri().toString());
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void aClientThatTrustsTheCertificateSpeaksSmf(Function<EmbeddedBroker, String> address) throws Exception {
        try (JcsmpClient client = connect(broker.tls(), address.apply(broker), p -> {})) {
            client.subscribe("a/>");
            client.publish("a/b", "direct");
            String large = "x".repeat(200_000);
            client.publish("a/c", large, DeliveryMode.PERSISTENT, false, null);
            assertThat(client.nextText()).isEqualTo("direct");
            assertThat(client.nextText()).isEqualTo(large);
            assertThat(client.acknowledged().poll(10, TimeUnit.SECONDS)).isEqualTo(large);
            assertThat(broker.clients().get(0).tls()).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void aClientThatDoesNotTrustItGoes(Function<EmbeddedBroker, String> address) {
        assertThatThrownBy(() -> connect(Tls.selfSigned(), address.apply(broker), p -> {})
                        .close())
                .isInstanceOf(JCSMPException.class)
                .hasStackTraceContaining("CertPathValidatorException");
    }

    @Test
    void aClientThatExpectsAnotherNameGoes() {
        assertThatThrownBy(() -> connect(
                                broker.tls(),
                                broker.smfTlsHost(),
                                p -> p.setProperty(JCSMPProperties.SSL_TRUSTED_COMMON_NAME_LIST, "other"))
                        .close())
                .isInstanceOf(JCSMPException.class);
    }

    @Test
    void olderTlsServesAsWell() throws Exception {
        try (JcsmpClient client = connect(
                broker.tls(), broker.smfTlsHost(), p -> p.setProperty(JCSMPProperties.SSL_PROTOCOL, "tlsv1.2"))) {
            assertThat(client.session().isClosed()).isFalse();
            assertThat(broker.clients().get(0).tls().orElseThrow().getProtocol())
                    .isEqualTo("TLSv1.2");
        }
    }

    @Test
    void managementAndEventsTellWhatTlsAgreedOn() throws Exception {
        try (JcsmpClient watcher = JcsmpClient.connect(broker, "alice", "a", "watcher")) {
            watcher.subscribe("#LOG/INFO/CLIENT/*/CLIENT_CLIENT_CONNECT/>");
            try (JcsmpClient client = connect(broker.tls(), broker.smfTlsHost(), p -> {})) {
                assertThat(client.session().isClosed()).isFalse();
                assertThat(watcher.nextText()).contains("SslVersion(TLSv1.3) SslCipher(TLS_");
                JsonObject shown = monitor("clients/alice").getJsonObject("data");
                assertThat(encryption("alice")).isTrue();
                assertThat(encryption("watcher")).isFalse();
                assertThat(shown.getString("tlsVersion")).isEqualTo("TLSv1.3");
                assertThat(shown.getString("tlsCipherDescription")).startsWith("TLS_");
                assertThat(shown.getBoolean("tlsDowngradedToPlainText")).isFalse();
                assertThat(monitor("clients/watcher").getJsonObject("data").getString("tlsVersion"))
                        .isEmpty();
            }
        }
    }

    private static boolean encryption(String clientName) throws Exception {
        return monitor("clients/" + clientName + "/connections")
                .getJsonArray("data")
                .getJsonObject(0)
                .getBoolean("encryption");
    }

    private static JsonObject monitor(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        broker.sempUri().resolve("/SEMP/v2/monitor/msgVpns/default/" + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.US_ASCII)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new JsonObject(answer.body());
    }

    private static JcsmpClient connect(Tls trusted, String host, Consumer<JCSMPProperties> change)
            throws JCSMPException {
        Path store = trusted.writeTrustStore(folder.resolve("trust.p12"));
        return JcsmpClient.connect(broker, "alice", "a", "alice", p -> {
            p.setProperty(JCSMPProperties.HOST, host);
            p.setProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE, true);
            p.setProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_HOST, true);
            p.setProperty(JCSMPProperties.SSL_TRUST_STORE, store.toString());
            p.setProperty(JCSMPProperties.SSL_TRUST_STORE_FORMAT, "PKCS12");
            p.setProperty(JCSMPProperties.SSL_TRUST_STORE_PASSWORD, Tls.TRUST_STORE_PASSWORD);
            change.accept(p);
        });
    }
}
