package dev.usher.runtime.solace;

import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How the broker's certificate is judged.
 *
 * @param trustStore certificates to trust instead of those of the JVM
 * @param trustStorePassword the password of that store
 * @param validateCertificate whether chain, dates and host name are checked; off means that anybody can be the broker
 */
public record SolaceTls(Optional<Path> trustStore, Optional<Secret> trustStorePassword, boolean validateCertificate) {

    /** The JVM's own trusted certificates, everything checked. */
    public static final SolaceTls DEFAULT = new SolaceTls(Optional.empty(), Optional.empty(), true);

    public SolaceTls {
        Objects.requireNonNull(trustStore, "trustStore");
        Objects.requireNonNull(trustStorePassword, "trustStorePassword");
        if (trustStorePassword.isPresent() && trustStore.isEmpty()) {
            throw new IllegalArgumentException("trustStorePassword is given without a trustStore");
        }
    }

    /** Reads {@code trustStore}, {@code trustStorePassword} and {@code validateCertificate}. */
    public static SolaceTls from(ConfigReader node) {
        return node.check(() -> new SolaceTls(
                node.optionalPath("trustStore"),
                node.optionalSecret("trustStorePassword"),
                node.bool("validateCertificate", true)));
    }
}
