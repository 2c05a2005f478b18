package dev.usher.broker.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.net.CertificateAuthority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What JCSMP itself would never send. */
class CredentialsTest {
    private static final Instant NOW = Instant.now();

    @Test
    void whoShowsNoCertificateIsNobody() throws Exception {
        LoginSchemes schemes = LoginSchemes.CREATED.withCertificates(
                new TrustedCertificates(List.of(new CertificateAuthority("clients").certificate())));
        assertThat(new Credentials.ClientCertificate(List.of())
                        .prove(null, schemes, NOW)
                        .refusal())
                .contains(LoginRefusal.UNAUTHORIZED);
    }

    @Test
    void theMostSpecificCommonNameIsTheUsername() throws Exception {
        CertificateAuthority authority = new CertificateAuthority("clients");
        assertThat(identify(authority, authority.issueClient("alice,CN=people,O=example")))
                .isEqualTo(Identity.proven("alice"));
    }

    @Test
    void aCertificateThatIsForServersOnlyIsRefused() throws Exception {
        CertificateAuthority authority = new CertificateAuthority("clients");
        assertThat(identify(authority, authority.issue(List.of("alice"))).refusal())
                .contains(LoginRefusal.CERTIFICATE_UNTRUSTED);
    }

    private static Identity identify(CertificateAuthority authority, CertificateAuthority.Issued shown) {
        return new TrustedCertificates(List.of(authority.certificate())).identify(List.of(shown.certificate()), NOW);
    }

    /** Of either protocol: which one the request came by is not asked. */
    @Test
    void aVpnWithoutBasicAuthenticationTakesNoPassword() {
        assertThat(new Credentials.Basic()
                        .prove(null, LoginSchemes.CREATED.withBasic(false), NOW)
                        .refusal())
                .contains(LoginRefusal.BASIC_AUTHENTICATION_SHUTDOWN);
    }

    @Test
    void aSchemeThatIsNotModelledIsRefused() {
        assertThat(new Credentials.Other()
                        .prove(null, LoginSchemes.CREATED, NOW)
                        .refusal())
                .contains(LoginRefusal.UNAUTHORIZED);
    }

    @Test
    void aTokenCountsUntilItExpires() {
        LoginSchemes schemes =
                LoginSchemes.CREATED.withTokens((token, issuer) -> Optional.of(new TokenVerifier.Holder("alice", NOW)));
        Credentials token = new Credentials.Token("secret", "");
        assertThat(token.prove(null, schemes, NOW).refusal()).contains(LoginRefusal.UNAUTHORIZED);
        assertThat(token.prove(null, schemes, NOW.minusMillis(1))).isEqualTo(Identity.proven("alice", NOW));
        assertThat(token.toString()).doesNotContain("secret");
    }

    @Test
    void anAuthorityIsNeeded() {
        assertThatThrownBy(() -> new TrustedCertificates(List.of())).hasMessageContaining("authority");
    }
}
