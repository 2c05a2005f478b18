package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the broker's certificate is judged.
 *
 * @param trustStore certificates to trust instead of those of the JVM: PEM, PKCS12 or JKS
 * @param trustStorePassword the password of that store
 * @param validateCertificate whether chain, dates and host name are checked; off means that anybody can be the broker
 */
public record SolaceTls(Optional<Path> trustStore, Optional<Secret> trustStorePassword, boolean validateCertificate) {

    /** The JVM's own trusted certificates, everything checked. */
    public static final SolaceTls DEFAULT = new SolaceTls(Optional.empty(), Optional.empty(), true);

    /** Broken since long ago (RFC 8996). */
    private static final String OLD_PROTOCOLS = "SSLv3,TLSv1,TLSv1.1";

    public SolaceTls {
        Objects.requireNonNull(trustStore, "trustStore");
        Objects.requireNonNull(trustStorePassword, "trustStorePassword");
        if (trustStorePassword.isPresent() && trustStore.isEmpty()) {
            throw new IllegalArgumentException("trustStorePassword is given without a trustStore");
        }
    }

    void applyTo(JCSMPProperties properties) {
        properties.setProperty(JCSMPProperties.SSL_EXCLUDED_PROTOCOLS, OLD_PROTOCOLS);
        properties.setProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE, validateCertificate);
        properties.setProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_DATE, validateCertificate);
        properties.setProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_HOST, validateCertificate);
        trustStore.ifPresent(path -> properties.setProperty(
                JCSMPProperties.SSL_IN_MEMORY_TRUST_STORE,
                KeyStores.trusted(path, trustStorePassword, "tls.trustStore")));
    }

    /** Reads {@code trustStore}, {@code trustStorePassword} and {@code validateCertificate}. */
    public static SolaceTls from(ConfigReader node) {
        return node.check(() -> new SolaceTls(
                node.optionalPath("trustStore"),
                node.optionalSecret("trustStorePassword"),
                node.bool("validateCertificate", true)));
    }
}
