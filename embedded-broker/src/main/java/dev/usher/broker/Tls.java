package dev.usher.broker;

import dev.usher.broker.net.CertificateAuthority;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate that an {@link EmbeddedBroker} shows on its TLS ports, and what clients need to trust it.
 */
public final class Tls {

    /** Of the trust stores made here; there is nothing secret in them. */
    public static final String TRUST_STORE_PASSWORD = "changeit";

    private static final String TRUST_STORE_TYPE = "PKCS12";

    private final String chain;
    private final String key;
    private final List<X509Certificate> trusted;

    private Tls(String chain, String key, List<X509Certificate> trusted) {
        this.chain = chain;
        this.key = key;
        this.trusted = List.copyOf(trusted);
    }

    /**
     * A certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}, made now and valid for a year, of an authority
     * of its own.
     *
     * @param moreHosts further names and IP addresses to be good for
     */
    public static Tls selfSigned(String... moreHosts) {
        List<String> hosts = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
        hosts.addAll(List.of(moreHosts));
        try {
            CertificateAuthority authority = new CertificateAuthority("Usher embedded broker");
            CertificateAuthority.Issued issued = authority.issue(hosts);
            return issued(authority, issued);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificate for " + hosts + ": " + e.getMessage(), e);
        }
    }

    /** A certificate that this authority issued, which is the one to trust: for other names, say, or other dates. */
    public static Tls issued(CertificateAuthority authority, CertificateAuthority.Issued issued) {
        try {
            return new Tls(
                    pem("CERTIFICATE", issued.certificate().getEncoded()),
                    pem("PRIVATE KEY", issued.key().getEncoded()),
                    List.of(authority.certificate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not a certificate with its key: " + e.getMessage(), e);
        }
    }

    /**
     * A certificate of one's own. Clients are told to trust all that is in its file.
     *
     * @param certificates PEM: the server's first, then those that issued it
     * @param key PEM, PKCS #8 without a password
     * @throws IllegalArgumentException if the first holds no certificates
     * @throws UncheckedIOException if a file cannot be read
     */
    public static Tls pem(Path certificates, Path key) {
        try {
            return pem(Files.readString(certificates), Files.readString(key));
        } catch (IOException e) {
            throw new UncheckedIOException("certificate or key: " + e.getMessage(), e);
        }
    }

    /** As {@link #pem(Path, Path)}, with the texts themselves. */
    public static Tls pem(String certificates, String key) {
        byte[] text = certificates.getBytes(StandardCharsets.US_ASCII);
        List<X509Certificate> all = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(text))) {
                all.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not certificates in PEM: " + e.getMessage(), e);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no certificate in the PEM given: it begins with BEGIN CERTIFICATE");
        }
        return new Tls(certificates, key, all);
    }

    /** The certificates to trust, in PEM: for {@code NODE_EXTRA_CA_CERTS}, curl and the like. */
    public String trustedPem() {
        StringBuilder all = new StringBuilder();
        try {
            for (X509Certificate certificate : trusted) {
                all.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    /** The same as a file, which is overwritten; returns its path. */
    public Path writeTrustedPem(Path file) {
        try {
            return Files.writeString(file, trustedPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The certificates to trust, for Java clients; of type PKCS12. */
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance(TRUST_STORE_TYPE);
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("usher-" + i, trusted.get(i));
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The same as a PKCS12 file, which is overwritten; returns its path. For {@code JCSMPProperties.SSL_TRUST_STORE} and
     * {@code javax.net.ssl.trustStore}, with {@link #TRUST_STORE_PASSWORD}.
     */
    public Path writeTrustStore(Path file) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            trustStore().store(bytes, TRUST_STORE_PASSWORD.toCharArray());
            return Files.write(file, bytes.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a client in this JVM: trusts these certificates and nothing else. */
    public SSLContext clientContext() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trustStore());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyCertOptions serverSide() {
        return new PemKeyCertOptions().setCertValue(Buffer.buffer(chain)).setKeyValue(Buffer.buffer(key));
    }

    private static String pem(String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    }
}
