package dev.usher.semp;

import static dev.usher.semp.ScriptedSemp.await;
import static dev.usher.semp.ScriptedSemp.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SempTlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path dir;

    private Vertx vertx;
    private PfxOptions certificate;
    private ScriptedSemp broker;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        certificate =
                new PfxOptions().setPath(certificateForLocalhost().toString()).setPassword(PASSWORD);
        broker = new ScriptedSemp(vertx, new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate));
    }

    @AfterEach
    void stop() {
        broker.close();
        await(vertx.close());
    }

    @Test
    void talksToABrokerItWasToldToTrust() {
        broker.then(200, data(new JsonObject().put("msgVpnName", "default").put("state", "up")));
        MsgVpnStatus status = await(vpn(config(broker.uri("localhost")).withTrust(certificate))
                .monitor()
                .msgVpn());
        assertThat(status.state()).isEqualTo(MsgVpnStatus.State.UP);
    }

    @Test
    void refusesACertificateItDoesNotTrust() {
        assertHandshakeFails(config(broker.uri("localhost")));
    }

    @Test
    void refusesATrustedCertificateOfAnotherHost() {
        assertHandshakeFails(config(broker.uri("127.0.0.1")).withTrust(certificate));
    }

    private void assertHandshakeFails(SempClientConfig config) {
        assertThatThrownBy(() -> await(vpn(config).monitor().msgVpn()))
                .isInstanceOf(SempUnavailableException.class)
                .hasRootCauseInstanceOf(Exception.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);
        assertThat(broker.asked).isEmpty();
    }

    private SempClientConfig config(URI uri) {
        SempBudget budget = SempBudget.create(vertx, BudgetLimits.perSecond(1000));
        return SempClientConfig.of(uri, SempCredentials.basic("admin", "admin"), budget)
                .withRetry(SempRetry.never());
    }

    private SempVpn vpn(SempClientConfig config) {
        return SempClient.create(vertx, config).vpn("default");
    }

    private Path certificateForLocalhost() throws Exception {
        Path store = dir.resolve("localhost.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "semp",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        return store;
    }
}
