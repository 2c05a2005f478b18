package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import dev.usher.broker.net.CertificateAuthority;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Logging in with a client certificate, and with access tokens that expire while the connection is up. */
class SolaceAuthenticationIT {
    private static final Secret STORE_PASSWORD = Secret.of("store-password");
    /** Leaves it to JCSMP alone. */
    private static final SolaceReconnect FOR_EVER =
            new SolaceReconnect(1_000_000, 5, Duration.ofMillis(50), Duration.ofSeconds(3), 10);

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.usher");

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private CertificateAuthority authority;
    private TokenServer tokens;
    private EmbeddedBroker broker;
    private SolaceTls trust;
    private Level level;

    @BeforeEach
    void start() throws Exception {
        authority = new CertificateAuthority("clients");
        tokens = new TokenServer(vertx, new HttpServerOptions());
        broker = EmbeddedBroker.builder()
                .tls(Tls.selfSigned())
                .defaultUsername(false)
                .user("usher", "")
                .clientCertificates(authority.certificate())
                .oauth(tokens)
                .basicAuthentication(false)
                .start();
        trust = new SolaceTls(
                Optional.of(broker.tls().writeTrustStore(folder.resolve("trust.p12"))),
                Optional.of(Secret.of(Tls.TRUST_STORE_PASSWORD)),
                true);
        level = LOGGER.getLevel();
        LOGGER.setLevel(Level.TRACE);
        logged.start();
        LOGGER.addAppender(logged);
    }

    /** Whatever a test did, no token, secret or password is in what was logged. */
    @AfterEach
    void stop() throws Exception {
        LOGGER.detachAppender(logged);
        LOGGER.setLevel(level);
        broker.close();
        SessionLife.get(vertx.close());
        assertThat(logged.list)
                .filteredOn(event -> event.getLoggerName().startsWith("dev.usher.runtime"))
                .isNotEmpty()
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(text -> text.contains("secret-token") || text.contains(TokenServer.CLIENT_SECRET))
                .noneMatch(text -> text.contains(STORE_PASSWORD.reveal()));
    }

    private SolaceConnection connection(SolaceAuthentication how, SolaceReconnect reconnect) {
        return new SolaceConnection(
                List.of(broker.smfTlsHost()), "default", "usher", how, Optional.of("usher-test"), trust, reconnect);
    }

    private SolaceConnection connection(SolaceAuthentication how) {
        return connection(how, SolaceReconnect.none());
    }

    private SolaceAuthentication certificate(CertificateAuthority.Issued issued) throws Exception {
        Path store = issued.writeKeyStore(folder.resolve("key.p12"), STORE_PASSWORD.reveal());
        return new SolaceAuthentication.ClientCertificate(store, STORE_PASSWORD, Optional.empty(), Optional.empty());
    }

    private SolaceAuthentication fromEndpoint(String secret) {
        return new SolaceAuthentication.OAuth(
                new TokenOrigin.Endpoint(
                        URI.create(tokens.uri()),
                        TokenServer.CLIENT_ID,
                        Secret.of(secret),
                        Optional.of("read write"),
                        Map.of("audience", "solace"),
                        Optional.empty(),
                        Optional.empty()),
                Optional.of("https://issuer.example.com"));
    }

    private SolaceAuthentication fromEndpoint() {
        return fromEndpoint(TokenServer.CLIENT_SECRET);
    }

    private void isUsher() {
        assertThat(broker.clients())
                .singleElement()
                .satisfies(c -> assertThat(c.username()).isEqualTo("usher"));
    }

    @Test
    void logsInWithACertificate() throws Exception {
        try (SessionLife life = new SessionLife(connection(certificate(authority.issueClient("usher"))))) {
            life.awaitUp(1);
            isUsher();
        }
    }

    @Test
    void saysWhyACertificateIsRefused() throws Exception {
        try (SessionLife life =
                new SessionLife(connection(certificate(new CertificateAuthority("other").issueClient("usher"))))) {
            life.awaitReason("Untrusted Certificate", "clientCertificate.keyStore");
        }
        try (SessionLife life = new SessionLife(connection(certificate(authority.issueClient("nobody"))))) {
            life.awaitReason("401 Unauthorized", "whom the certificate or token is for");
        }
        SolaceAuthentication.ClientCertificate wrong = new SolaceAuthentication.ClientCertificate(
                folder.resolve("key.p12"), Secret.of("hunter2"), Optional.empty(), Optional.empty());
        try (SessionLife life = new SessionLife(connection(wrong))) {
            life.awaitReason("clientCertificate.keyStore", "password is wrong");
            assertThat(life.state().reason()).doesNotContain("hunter2");
        }
        try (SessionLife life =
                new SessionLife(connection(new SolaceAuthentication.Basic(Secret.of("secret-token-0"))))) {
            life.awaitReason("Basic Authentication Is Shutdown", "switch this way to log in on");
        }
        assertThat(broker.clients()).isEmpty();
    }

    /** The files are read for each connection: a certificate that was renewed needs no restart. */
    @Test
    void takesARenewedCertificateByItself() throws Exception {
        Instant now = Instant.now();
        SolaceAuthentication expired = certificate(authority.issueClient(
                "usher", new CertificateAuthority.Validity(now.minusSeconds(7_200), now.minusSeconds(3_600))));
        try (SessionLife life = new SessionLife(connection(expired))) {
            life.awaitReason("Client Certificate Expired", "renew");
            certificate(authority.issueClient("usher"));
            life.awaitUp(1);
        }
    }

    @Test
    void logsInWithATokenOfTheEndpoint() throws Exception {
        try (SessionLife life = new SessionLife(connection(fromEndpoint()))) {
            life.awaitUp(1);
            isUsher();
            assertThat(tokens.requests())
                    .containsExactly("grant_type=client_credentials&scope=read+write&audience=solace");
        }
    }

    /** The broker cuts a connection when its token expires; each reconnect, JCSMP's own included, has a newer one. */
    @Test
    void outlivesItsTokens() throws Exception {
        tokens.life(Duration.ofSeconds(2));
        try (SessionLife life = new SessionLife(connection(fromEndpoint(), SessionLife.BY_JCSMP))) {
            life.awaitUp(3);
            assertThat(life.said()).startsWith("up 1", "down 1", "up 2", "down 2", "up 3");
            assertThat(logged.list)
                    .as("JCSMP was never refused, so no session had to be replaced")
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .noneMatch(text -> text.startsWith("solace not connected"));
        }
    }

    @Test
    void gettingATokenThatTellsNoEndIsLeftToEachConnection() throws Exception {
        tokens.tellsLife(false);
        try (SessionLife life = new SessionLife(connection(fromEndpoint(), SessionLife.BY_JCSMP))) {
            life.awaitUp(1);
            tokens.revokeAll();
            broker.faults().cut("usher-test");
            life.awaitUp(2);
            assertThat(tokens.requests()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void aTokenThatIsRefusedIsReplaced() throws Exception {
        try (SessionLife life = new SessionLife(connection(fromEndpoint()))) {
            life.awaitUp(1);
            tokens.revokeAll();
            broker.faults().cut("usher-test");
            life.awaitUp(2);
            assertThat(tokens.requests()).hasSize(2);
        }
    }

    /** JCSMP tries a session's token for as long as its retries last and tells nobody that it is refused. */
    @Test
    void aTokenThatIsRefusedIsReplacedWhileJcsmpReconnects() throws Exception {
        try (SessionLife life = new SessionLife(connection(fromEndpoint(), FOR_EVER))) {
            life.awaitUp(1);
            tokens.revokeAll();
            broker.faults().cut("usher-test");
            life.awaitUp(2);
            neverReplaced();
        }
    }

    /** As long as it is no call that JCSMP holds up, of which it takes one at a time. */
    @Test
    void aNewTokenReachesASessionWhoseThreadIsBusy() throws Exception {
        try (SessionLife life = new SessionLife(connection(fromEndpoint(), FOR_EVER))) {
            life.awaitUp(1);
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            life.session().execute(session -> {
                running.countDown();
                return end.await(60, TimeUnit.SECONDS);
            });
            running.await();
            tokens.revokeAll();
            broker.faults().cut("usher-test");
            await().atMost(Duration.ofSeconds(20)).until(() -> life.state().epoch() == 2);
            assertThat(life.said()).containsExactly("up 1");
            end.countDown();
            life.awaitUp(2);
            neverReplaced();
        }
    }

    private void neverReplaced() {
        assertThat(logged.list)
                .as("no session had to be replaced")
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(text -> text.startsWith("solace not connected"));
    }

    @Test
    void whileTheEndpointIsAwayTheLastTokenServes() throws Exception {
        tokens.life(Duration.ofSeconds(3_600));
        try (SessionLife life = new SessionLife(connection(fromEndpoint()))) {
            life.awaitUp(1);
            tokens.answers(503);
            broker.faults().cut("usher-test");
            life.awaitUp(2);
        }
    }

    @Test
    void saysWhyThereIsNoTokenAndGoesOnOnceThereIs() throws Exception {
        tokens.answers(503);
        try (SessionLife life = new SessionLife(connection(fromEndpoint()))) {
            life.awaitReason("no access token", tokens.uri(), "503");
            tokens.answers(200);
            life.awaitUp(1);
        }
        try (SessionLife life = new SessionLife(connection(fromEndpoint("wrong")))) {
            life.awaitReason("401 invalid_client", "check clientId, clientSecret and scope");
            assertThat(life.state().reason()).doesNotContain("wrong");
        }
    }

    @Test
    void theEndpointsCertificateIsValidated() throws Exception {
        CertificateAuthority own = new CertificateAuthority("identity provider");
        CertificateAuthority.Issued issued = own.issue(List.of("127.0.0.1"));
        TokenServer secure = new TokenServer(
                vertx,
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertValue(
                                        pem("CERTIFICATE", issued.certificate().getEncoded()))
                                .setKeyValue(pem("PRIVATE KEY", issued.key().getEncoded()))));
        try (SessionLife life = new SessionLife(connection(secured(secure, Optional.empty())))) {
            life.awaitReason("no access token", "cannot be reached", "certification path");
            assertThat(secure.requests()).isEmpty();
        }
        X509Certificate root = own.certificate();
        Path pem = Files.write(
                folder.resolve("idp.crt"),
                pem("CERTIFICATE", authority.certificate().getEncoded()).getBytes());
        try (SessionLife life = new SessionLife(connection(secured(secure, Optional.of(pem))))) {
            life.awaitReason("no access token", "cannot be reached", "certification path");
            // The file is read each time.
            Files.write(pem, pem("CERTIFICATE", root.getEncoded()).getBytes());
            await().untilAsserted(() -> assertThat(secure.requests()).isNotEmpty());
            life.awaitReason("401 Unauthorized"); // it is not the broker's identity provider
        }
    }

    private static SolaceAuthentication secured(TokenServer server, Optional<Path> trustStore) {
        return new SolaceAuthentication.OAuth(
                new TokenOrigin.Endpoint(
                        URI.create(server.uri()),
                        TokenServer.CLIENT_ID,
                        Secret.of(TokenServer.CLIENT_SECRET),
                        Optional.empty(),
                        Map.of(),
                        trustStore,
                        Optional.empty()),
                Optional.empty());
    }

    private static Buffer pem(String type, byte[] der) {
        return Buffer.buffer("-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type + "-----\n");
    }

    @Test
    void followsATokenFileThatOthersReplace() throws Exception {
        Path file = folder.resolve("token");
        SolaceAuthentication fromFile = new SolaceAuthentication.OAuth(new TokenOrigin.File(file), Optional.empty());
        try (SessionLife life = new SessionLife(connection(fromFile))) {
            life.awaitReason("no access token", "oauth.tokenFile", "cannot be read");
            Files.writeString(file, tokens.issue() + "\n");
            life.awaitUp(1);
            tokens.revokeAll();
            Files.writeString(file, tokens.issue());
            broker.faults().cut("usher-test");
            life.awaitUp(2);
        }
    }
}
