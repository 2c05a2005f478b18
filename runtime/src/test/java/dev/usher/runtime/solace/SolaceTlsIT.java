package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.Tls;
import dev.usher.broker.net.CertificateAuthority;
import dev.usher.runtime.config.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker shows is validated, and what is wrong with it is said. */
class SolaceTlsIT {
    private static final Optional<Secret> STORE_PASSWORD = Optional.of(Secret.of(Tls.TRUST_STORE_PASSWORD));

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;

    @AfterEach
    void stop() {
        broker.close();
    }

    private void start(Tls certificate) {
        broker = EmbeddedBroker.builder().tls(certificate).user("usher", "u").start();
    }

    private SolaceConnection connection(SolaceTls tls) {
        return new SolaceConnection(
                List.of(broker.smfTlsHost()),
                "default",
                "usher",
                new SolaceAuthentication.Basic(Secret.of("u")),
                Optional.empty(),
                tls,
                SolaceReconnect.none());
    }

    private SolaceTls trusting(Tls certificate) {
        return new SolaceTls(
                Optional.of(certificate.writeTrustStore(folder.resolve("trust.p12"))), STORE_PASSWORD, true);
    }

    private void refuses(SolaceTls tls, String... saying) throws Exception {
        try (SessionLife life = new SessionLife(connection(tls))) {
            life.awaitReason(saying);
            assertThat(life.said()).isEmpty();
        }
        assertThat(broker.clients()).isEmpty();
    }

    @Test
    void trustsWhatIsInAPkcs12File() throws Exception {
        start(Tls.selfSigned());
        try (SessionLife life = new SessionLife(connection(trusting(broker.tls())))) {
            life.awaitUp(1);
            assertThat(broker.clients())
                    .singleElement()
                    .satisfies(
                            c -> assertThat(c.tls().orElseThrow().getProtocol()).isIn("TLSv1.3", "TLSv1.2"));
        }
    }

    @Test
    void trustsWhatIsInAPemFile() throws Exception {
        start(Tls.selfSigned());
        Path pem = broker.tls().writeTrustedPem(folder.resolve("ca.crt"));
        try (SessionLife life = new SessionLife(connection(new SolaceTls(Optional.of(pem), Optional.empty(), true)))) {
            life.awaitUp(1);
        }
    }

    @Test
    void refusesACertificateOfAnAuthorityThatIsNotTrusted() throws Exception {
        start(Tls.selfSigned());
        refuses(trusting(Tls.selfSigned()), "not trusted", "tls.trustStore");
        refuses(SolaceTls.DEFAULT, "not trusted", "tls.trustStore");
    }

    @Test
    void refusesACertificateForAnotherHost() throws Exception {
        CertificateAuthority authority = new CertificateAuthority("test");
        start(Tls.issued(authority, authority.issue(List.of("elsewhere.example.com"))));
        refuses(trusting(broker.tls()), "not for this host", "hosts");
    }

    @Test
    void refusesACertificateThatHasExpired() throws Exception {
        CertificateAuthority authority = new CertificateAuthority("test");
        Instant now = Instant.now();
        start(Tls.issued(
                authority,
                authority.issue(
                        List.of("127.0.0.1"),
                        new CertificateAuthority.Validity(
                                now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1))))));
        refuses(trusting(broker.tls()), "out of date", "renew");
    }

    /** The warning says what it means; this is the proof that nothing else lets these in. */
    @Test
    void takesAnyCertificateOnlyWhenTold() throws Exception {
        CertificateAuthority authority = new CertificateAuthority("test");
        start(Tls.issued(authority, authority.issue(List.of("elsewhere.example.com"))));
        SolaceConnection open = connection(new SolaceTls(Optional.empty(), Optional.empty(), false));
        assertThat(open.warnings()).singleElement().asString().contains("NOT validated");
        try (SessionLife life = new SessionLife(open)) {
            life.awaitUp(1);
        }
    }

    @Test
    void saysWhatIsWrongWithATrustStoreAndTakesItOnceItIsRight() throws Exception {
        start(Tls.selfSigned());
        Path store = folder.resolve("late.p12");
        try (SessionLife life = new SessionLife(connection(new SolaceTls(Optional.of(store), STORE_PASSWORD, true)))) {
            life.awaitReason("tls.trustStore", "does not exist");
            Files.writeString(store, "neither this nor that");
            life.awaitReason("tls.trustStore", "cannot be opened");
            Path whole = broker.tls().writeTrustStore(folder.resolve("whole.p12"));
            Files.move(whole, store, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            life.awaitUp(1);
        }
    }

    @Test
    void saysThatAPasswordIsWrongOrMissing() throws Exception {
        start(Tls.selfSigned());
        Path store = broker.tls().writeTrustStore(folder.resolve("trust.p12"));
        refuses(
                new SolaceTls(Optional.of(store), Optional.of(Secret.of("hunter2")), true),
                "tls.trustStore",
                "password is wrong");
        refuses(new SolaceTls(Optional.of(store), Optional.empty(), true), "tls.trustStore", "Password");
    }
}
