package dev.usher.broker.core;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** The authorities whose client certificates count, and the client username that a certificate gives: its common name. */
public final class TrustedCertificates {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final Set<TrustAnchor> anchors;

    /** @param authorities at least one */
    public TrustedCertificates(List<X509Certificate> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("client certificates need an authority that issues them");
        }
        anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
    }

    Identity identify(List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return Identity.refused(LoginRefusal.UNAUTHORIZED);
        }
        try {
            validate(chain, now);
            return isForClients(chain.get(0))
                    ? commonName(chain.get(0))
                    : Identity.refused(LoginRefusal.CERTIFICATE_UNTRUSTED);
        } catch (CertPathValidatorException e) {
            return Identity.refused(
                    e.getReason() == BasicReason.EXPIRED || e.getReason() == BasicReason.NOT_YET_VALID
                            ? LoginRefusal.CERTIFICATE_DATE_INVALID
                            : LoginRefusal.CERTIFICATE_UNTRUSTED);
        } catch (GeneralSecurityException e) {
            return Identity.refused(LoginRefusal.CERTIFICATE_UNTRUSTED);
        }
    }

    private void validate(List<X509Certificate> chain, Instant now) throws GeneralSecurityException {
        // What is trusted already is no part of a path.
        List<X509Certificate> path = chain.stream()
                .filter(each -> anchors.stream().noneMatch(anchor -> each.equals(anchor.getTrustedCert())))
                .toList();
        CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
        CertPathValidator.getInstance("PKIX").validate(certificates, parameters(now));
    }

    private PKIXParameters parameters(Instant now) throws InvalidAlgorithmParameterException {
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        return parameters;
    }

    /** TLS clients show certificates that say so, or that are for anything (RFC 5280, 4.2.1.12). */
    private static boolean isForClients(X509Certificate certificate) throws CertificateParsingException {
        List<String> purposes = certificate.getExtendedKeyUsage();
        return purposes == null || purposes.contains(CLIENT_AUTHENTICATION) || purposes.contains(ANY_PURPOSE);
    }

    /** The most specific one, which {@link LdapName} counts last. */
    private static Identity commonName(X509Certificate certificate) {
        try {
            List<Rdn> names = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
            for (int i = names.size() - 1; i >= 0; i--) {
                if (names.get(i).getType().equalsIgnoreCase("CN")) {
                    return Identity.proven(names.get(i).getValue().toString());
                }
            }
        } catch (InvalidNameException e) {
            return Identity.refused(LoginRefusal.UNAUTHORIZED);
        }
        return Identity.refused(LoginRefusal.UNAUTHORIZED);
    }
}
