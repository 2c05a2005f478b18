package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import dev.usher.broker.core.Client;
import java.net.URI;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Paho with {@code ssl://} and {@code wss://}: it checks certificate and host name. */
class MqttTlsIT {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.builder()
                .user("bob", "bob-password")
                .tls(Tls.selfSigned())
                .start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<Function<EmbeddedBroker, URI>> addresses() {
        return Stream.of(EmbeddedBroker::mqttTlsUri, EmbeddedBroker::mqttWebSocketTlsUri);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void aClientThatTrustsTheCertificateSpeaksMqtt(Function<EmbeddedBroker, URI> address) throws Exception {
        try (PahoClient client = connect(broker.tls(), address)) {
            assertThat(client.subscribe("a/#", 1)).isEqualTo(1);
            client.publish("a/b", "x".repeat(200_000), 1);
            assertThat(client.next().qos()).isEqualTo(1);
            Client known = broker.clients().get(0);
            assertThat(known.tls().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void aClientThatDoesNotTrustItGoes(Function<EmbeddedBroker, URI> address) {
        assertThatThrownBy(() -> connect(Tls.selfSigned(), address).close())
                .isInstanceOf(MqttException.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    private static PahoClient connect(Tls trusted, Function<EmbeddedBroker, URI> address) throws MqttException {
        return PahoClient.connect(
                address.apply(broker),
                "c1",
                "bob",
                o -> o.setSocketFactory(trusted.clientContext().getSocketFactory()));
    }
}
