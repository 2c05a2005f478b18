package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TlsIT {
    private static final int PATIENCE_MILLIS = 10_000;

    /** Username and password "a", of any name. */
    private static final String SMF_LOGIN =
            "030c0001000000180000001e" + "060659513d3d" + "070659513d3d" + "010000000006";
    /** Clean session, client id "a". */
    private static final String MQTT_CONNECT = "100d00044d51545404020000000161";

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.builder().tls(Tls.selfSigned()).start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<URI> tlsAddresses() {
        return Stream.of(
                URI.create(broker.smfTlsHost()),
                broker.smfWebSocketTlsUri(),
                broker.mqttTlsUri(),
                broker.mqttWebSocketTlsUri(),
                broker.sempTlsUri());
    }

    static Stream<URI> plainAddresses() {
        return Stream.of(
                URI.create(broker.smfHost()),
                broker.smfWebSocketUri(),
                broker.mqttUri(),
                broker.mqttWebSocketUri(),
                broker.sempUri());
    }

    @ParameterizedTest
    @MethodSource("tlsAddresses")
    void plainSpeechOnATlsPortEndsThatConnectionOnly(URI address) throws Exception {
        try (SSLSocket other = handshaken(address);
                Socket plain = connected(address)) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            awaitEnd(plain);
            assertThat(other.getSession().isValid()).isTrue();
            assertAnswered(other, address);
            handshaken(address).close();
        }
    }

    @ParameterizedTest
    @MethodSource("plainAddresses")
    void tlsOnAPlainPortEndsThatConnectionOnly(URI address) throws Exception {
        try (Socket other = connected(address)) {
            assertThatThrownBy(() -> handshaken(address).close()).isInstanceOf(IOException.class);
            assertAnswered(other, address);
        }
    }

    @ParameterizedTest
    @MethodSource("tlsAddresses")
    void noClientIsAskedForACertificate(URI address) throws Exception {
        try (SSLSocket socket = handshaken(address)) {
            assertThat(socket.getSession().getLocalCertificates()).isNull();
            assertThat(socket.getSession().getPeerCertificates()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("tlsAddresses")
    void aFrozenBrokerStillMakesTheHandshake(URI address) throws Exception {
        broker.faults().freeze();
        try (SSLSocket socket = handshaken(address)) {
            broker.faults().thaw();
            assertAnswered(socket, address);
        } finally {
            broker.faults().thaw();
        }
    }

    @Test
    void sempIsServedOverHttpsAndSaysSoInItsLinks() throws Exception {
        HttpClient http =
                HttpClient.newBuilder().sslContext(broker.tls().clientContext()).build();
        HttpRequest request = HttpRequest.newBuilder(broker.sempTlsUri().resolve("/SEMP/v2/config/msgVpns/default"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(new JsonObject(answer.body()).getJsonObject("links").getString("uri"))
                .startsWith(broker.sempTlsUri().toString());
    }

    @Test
    void withoutACertificateThereIsNoTlsPortAndThatIsSaid() {
        try (EmbeddedBroker plain = EmbeddedBroker.builder().start()) {
            assertThatThrownBy(plain::tls).hasMessageContaining("tls(");
            assertThatThrownBy(plain::smfTlsHost).hasMessageContaining("tls(");
        }
    }

    private static Socket connected(URI address) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
        return socket;
    }

    private static SSLSocket handshaken(URI address) throws IOException {
        SSLSocketFactory factory = broker.tls().clientContext().getSocketFactory();
        Socket raw = connected(address);
        SSLSocket socket = (SSLSocket) factory.createSocket(raw, address.getHost(), address.getPort(), true);
        try {
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** What comes before the end does not matter: TLS says an alert, HTTP a 400. */
    private static void awaitEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int read = 0;
        while (read >= 0) {
            try {
                read = in.read(new byte[1_000]);
            } catch (SocketException reset) {
                return;
            }
        }
    }

    /** Sends a first word of the protocol spoken there, and takes the first byte of the answer. */
    private static void assertAnswered(Socket socket, URI address) throws IOException {
        Set<URI> smf = Set.of(URI.create(broker.smfHost()), URI.create(broker.smfTlsHost()));
        Set<URI> mqtt = Set.of(broker.mqttUri(), broker.mqttTlsUri());
        byte[] request = smf.contains(address)
                ? HexFormat.of().parseHex(SMF_LOGIN)
                : mqtt.contains(address)
                        ? HexFormat.of().parseHex(MQTT_CONNECT)
                        : "GET / HTTP/1.1\r\nHost: broker\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        socket.getOutputStream().write(request);
        assertThat(socket.getInputStream().read())
                .isEqualTo(smf.contains(address) ? 3 : mqtt.contains(address) ? 0x20 : 'H');
    }
}
