package dev.usher.probes;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The authorities that may have issued a broker's certificate, instead of those of the JVM. Does not print its password.
 *
 * @param file PKCS#12 or JKS
 */
public record TrustStore(Path file, String password) {
    public TrustStore {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(password, "password");
    }

    /** {@code PKCS12} or {@code JKS}, as JCSMP wants it named. */
    String format() {
        return "pkcs12".equalsIgnoreCase(load().getType()) ? "PKCS12" : "JKS";
    }

    /** @throws IllegalArgumentException naming the file when it cannot be read */
    SSLContext context() {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(load());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the trust store " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyStore load() {
        try {
            return KeyStore.getInstance(file.toFile(), password.toCharArray());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the trust store " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "TrustStore[" + file + "]";
    }
}
