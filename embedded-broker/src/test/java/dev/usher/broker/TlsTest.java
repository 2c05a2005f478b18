package dev.usher.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.net.CertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static CertificateAuthority authority;

    @BeforeAll
    static void found() throws Exception {
        authority = new CertificateAuthority("ours");
    }

    @Test
    void anIssuedCertificateIsValidForItsHostsAndForServers() throws Exception {
        X509Certificate issued = authority
                .issue(List.of("localhost", "127.0.0.1", "::1", "broker.example"))
                .certificate();
        validate(issued, authority.certificate());
        issued.checkValidity();
        // RFC 5280, 4.2.1.6: 2 is a DNS name, 7 an IP address.
        assertThat(issued.getSubjectAlternativeNames())
                .extracting(name -> name.get(0) + " " + name.get(1))
                .containsExactly("2 localhost", "7 127.0.0.1", "7 0:0:0:0:0:0:0:1", "2 broker.example");
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(issued.getKeyUsage()).startsWith(true, false, true, false);
        assertThat(issued.getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.certificate().getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(issued.getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
    }

    @Test
    void anotherAuthorityDoesNotVouchForIt() throws Exception {
        X509Certificate issued = authority.issue(List.of("localhost")).certificate();
        X509Certificate other = new CertificateAuthority("ours").certificate();
        assertThatThrownBy(() -> validate(issued, other)).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void clientsGetWhatTheyTrustInEachForm(@TempDir Path folder) throws Exception {
        Tls tls = Tls.selfSigned("broker.example");
        Path store = tls.writeTrustStore(folder.resolve("trust.p12"));
        KeyStore read = KeyStore.getInstance(store.toFile(), Tls.TRUST_STORE_PASSWORD.toCharArray());
        Path pem = tls.writeTrustedPem(folder.resolve("ca.pem"));
        X509Certificate inPem = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(Files.newInputStream(pem));
        assertThat(read.size()).isEqualTo(1);
        assertThat(read.getCertificate("usher-0")).isEqualTo(inPem);
        assertThat(tls.trustStore().getCertificate("usher-0")).isEqualTo(inPem);
        assertThat(tls.trustedPem()).doesNotContain("PRIVATE");
    }

    @Test
    void aCertificateOfOnesOwnIsTakenFromFiles(@TempDir Path folder) throws Exception {
        String text = Tls.selfSigned().trustedPem();
        Path certificate = Files.writeString(folder.resolve("c.pem"), text);
        Path key = Files.writeString(folder.resolve("k.pem"), "unused here");
        assertThat(Tls.pem(certificate, key).trustedPem()).isEqualTo(text);
        assertThatThrownBy(() -> Tls.pem(folder.resolve("none"), key)).hasMessageContaining("none");
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        assertThatThrownBy(() -> Tls.pem("nothing", "key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PEM");
        assertThatThrownBy(() -> Tls.pem("", "key")).hasMessageContaining("BEGIN CERTIFICATE");
        assertThatThrownBy(() -> Tls.selfSigned("1.2.3.4.5")).hasMessageContaining("1.2.3.4.5");
    }

    @Test
    void aKeyThatIsNoneStopsTheStart() {
        EmbeddedBrokerBuilder builder =
                EmbeddedBroker.builder().tls(Tls.pem(Tls.selfSigned().trustedPem(), "no key"));
        assertThatThrownBy(builder::start).isInstanceOf(IllegalStateException.class);
    }

    private static void validate(X509Certificate issued, X509Certificate anchor) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(issued)), parameters);
    }
}
