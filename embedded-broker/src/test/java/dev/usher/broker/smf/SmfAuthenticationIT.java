package dev.usher.broker.smf;

import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.BASIC_AUTHENTICATION_IS_SHUTDOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_CERTIFICATE_AUTHENTICATION_IS_SHUTDOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_CERTIFICATE_DATE_INVALID;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.CLIENT_USERNAME_IS_SHUTDOWN;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.UNAUTHORIZED;
import static com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx.UNTRUSTED_CLIENT_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.EmbeddedBrokerBuilder;
import dev.usher.broker.Tls;
import dev.usher.broker.core.TokenVerifier;
import dev.usher.broker.net.CertificateAuthority;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Client certificates and OAuth access tokens, as JCSMP presents them. */
class SmfAuthenticationIT {
    private static final String STORE_PASSWORD = "store-password";
    private static final Instant NOW = Instant.now();

    @TempDir
    static Path folder;

    private static Tls serverCertificate;
    private static CertificateAuthority authority;

    private final Map<String, TokenVerifier.Holder> tokens = new ConcurrentHashMap<>();
    private EmbeddedBroker broker;

    @BeforeAll
    static void certificates() throws GeneralSecurityException {
        serverCertificate = Tls.selfSigned();
        serverCertificate.writeTrustStore(folder.resolve("trust.p12"));
        authority = new CertificateAuthority("clients");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private void start(UnaryOperator<EmbeddedBrokerBuilder> change) {
        broker = change.apply(EmbeddedBroker.builder()
                        .tls(serverCertificate)
                        .defaultUsername(false)
                        .user("alice", "a")
                        .user(u -> u.name("idle").password("x").enabled(false)))
                .start();
    }

    private void startWithCertificates() {
        start(b -> b.clientCertificates(authority.certificate()));
    }

    private void startWithTokens() {
        start(b -> b.oauth((token, issuer) ->
                issuer.equals("https://other") ? Optional.empty() : Optional.ofNullable(tokens.get(token))));
        tokens.put("good", new TokenVerifier.Holder("alice", NOW.plusSeconds(600)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcps", "wss"})
    void theCommonNameOfACertificateIsTheUsername(String scheme) throws Exception {
        startWithCertificates();
        String host = scheme.equals("tcps")
                ? broker.smfTlsHost()
                : broker.smfWebSocketTlsUri().toString();
        try (JcsmpClient client =
                connect(certificate(authority.issueClient("alice")), p -> p.setProperty(JCSMPProperties.HOST, host))) {
            assertThat(client.session().isClosed()).isFalse();
            assertThat(broker.clients())
                    .singleElement()
                    .satisfies(c -> assertThat(c.username()).isEqualTo("alice"));
        }
    }

    @Test
    void aUsernameGivenBesidesTheCertificateDoesNotCount() throws Exception {
        startWithCertificates();
        try (JcsmpClient client = connect(
                certificate(authority.issueClient("alice")), p -> p.setProperty(JCSMPProperties.USERNAME, "idle"))) {
            assertThat(client.session().isClosed()).isFalse();
            assertThat(broker.clients())
                    .singleElement()
                    .satisfies(c -> assertThat(c.username()).isEqualTo("alice"));
        }
    }

    @Test
    void aCertificateThatProvesNothingIsRefused() throws Exception {
        startWithCertificates();
        CertificateAuthority.Validity past =
                new CertificateAuthority.Validity(NOW.minusSeconds(7_200), NOW.minusSeconds(3_600));
        assertThat(refusal(certificate(new CertificateAuthority("unknown").issueClient("alice"))))
                .isEqualTo(UNTRUSTED_CLIENT_CERTIFICATE);
        assertThat(refusal(certificate(authority.issueClient("alice", past))))
                .isEqualTo(CLIENT_CERTIFICATE_DATE_INVALID);
        assertThat(refusal(certificate(authority.issueClient("nobody")))).isEqualTo(UNAUTHORIZED);
        assertThat(refusal(certificate(authority.issueClient("idle")))).isEqualTo(CLIENT_USERNAME_IS_SHUTDOWN);
        assertThat(broker.clients()).isEmpty();
    }

    @Test
    void aPasswordServesWhereCertificatesAreAskedFor() throws Exception {
        startWithCertificates();
        connect(p -> {}, p -> {}).close();
        assertThat(refusal(p -> p.setProperty(JCSMPProperties.PASSWORD, "wrong")))
                .isEqualTo(UNAUTHORIZED);
    }

    @Test
    void aSchemeThatIsNotSwitchedOnIsRefused() throws Exception {
        start(b -> b.basicAuthentication(false));
        assertThat(refusal(p -> {})).isEqualTo(BASIC_AUTHENTICATION_IS_SHUTDOWN);
        assertThat(refusal(certificate(authority.issueClient("alice"))))
                .isEqualTo(CLIENT_CERTIFICATE_AUTHENTICATION_IS_SHUTDOWN);
        JCSMPErrorResponseException e = catchThrowableOfType(
                JCSMPErrorResponseException.class,
                () -> connect(token("good"), p -> {}).close());
        assertThat(e.getResponseCode()).isEqualTo(403);
        assertThat(e.getResponsePhrase()).isEqualTo("OAuth Authentication Is Shutdown");
    }

    @Test
    void aTokenSaysWhoThatIs() throws Exception {
        startWithTokens();
        String large = "x".repeat(3_000);
        tokens.put(large, new TokenVerifier.Holder("alice", NOW.plusSeconds(600)));
        for (String token : new String[] {"good", large}) {
            try (JcsmpClient client = connect(
                    token(token), p -> p.setProperty(JCSMPProperties.OAUTH2_ISSUER_IDENTIFIER, "https://issuer"))) {
                assertThat(client.session().isClosed()).isFalse();
                assertThat(broker.clients())
                        .singleElement()
                        .satisfies(c -> assertThat(c.username()).isEqualTo("alice"));
            }
            await().until(() -> broker.clients().isEmpty());
        }
    }

    @Test
    void aTokenThatProvesNothingIsRefused() {
        startWithTokens();
        tokens.put("old", new TokenVerifier.Holder("alice", NOW.minusSeconds(1)));
        tokens.put("idle", new TokenVerifier.Holder("idle", NOW.plusSeconds(600)));
        assertThat(refusal(token("unknown"))).isEqualTo(UNAUTHORIZED);
        assertThat(refusal(token("old"))).isEqualTo(UNAUTHORIZED);
        assertThat(refusal(token("idle"))).isEqualTo(CLIENT_USERNAME_IS_SHUTDOWN);
        assertThat(refusal(token("good")
                        .andThen(p -> p.setProperty(JCSMPProperties.OAUTH2_ISSUER_IDENTIFIER, "https://other"))))
                .isEqualTo(UNAUTHORIZED);
        assertThat(broker.clients()).isEmpty();
    }

    @Test
    void aConnectionEndsWithItsToken() throws Exception {
        startWithTokens();
        tokens.put("short", new TokenVerifier.Holder("alice", Instant.now().plusSeconds(2)));
        try (JcsmpClient longer = connect(token("good"), p -> {});
                JcsmpClient client =
                        connect(token("short"), p -> p.setProperty(JCSMPProperties.CLIENT_NAME, "short"))) {
            await().until(() -> !client.down().isEmpty());
            assertThat(longer.down()).isEmpty();
            assertThat(broker.clients()).hasSize(1);
        }
    }

    private int refusal(Consumer<JCSMPProperties> how) {
        JCSMPErrorResponseException e = catchThrowableOfType(
                JCSMPErrorResponseException.class, () -> connect(how, p -> {}).close());
        assertThat(e).as("a refusal").isNotNull();
        return e.getSubcodeEx();
    }

    private static Consumer<JCSMPProperties> token(String token) {
        return p -> {
            p.setProperty(JCSMPProperties.AUTHENTICATION_SCHEME, JCSMPProperties.AUTHENTICATION_SCHEME_OAUTH2);
            p.setProperty(JCSMPProperties.OAUTH2_ACCESS_TOKEN, token);
        };
    }

    private static Consumer<JCSMPProperties> certificate(CertificateAuthority.Issued issued)
            throws GeneralSecurityException {
        Path store = issued.writeKeyStore(folder.resolve("key.p12"), STORE_PASSWORD);
        return p -> {
            p.setProperty(
                    JCSMPProperties.AUTHENTICATION_SCHEME, JCSMPProperties.AUTHENTICATION_SCHEME_CLIENT_CERTIFICATE);
            p.setProperty(JCSMPProperties.SSL_KEY_STORE, store.toString());
            p.setProperty(JCSMPProperties.SSL_KEY_STORE_PASSWORD, STORE_PASSWORD);
        };
    }

    private JcsmpClient connect(Consumer<JCSMPProperties> how, Consumer<JCSMPProperties> change) throws JCSMPException {
        return JcsmpClient.connect(broker, "alice", "a", "alice-1", p -> {
            p.setProperty(JCSMPProperties.HOST, broker.smfTlsHost());
            p.setProperty(
                    JCSMPProperties.SSL_TRUST_STORE, folder.resolve("trust.p12").toString());
            p.setProperty(JCSMPProperties.SSL_TRUST_STORE_PASSWORD, Tls.TRUST_STORE_PASSWORD);
            how.accept(p);
            change.accept(p);
        });
    }
}
