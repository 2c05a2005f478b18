package dev.usher.broker.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Issues certificates for servers of one process and their clients (RFC 5280, RSA 2048 with SHA-256). The authority is as short-lived: its key
 * never leaves the memory. Nothing here is made to be trusted by anybody but tests.
 */
public final class CertificateAuthority {
    private static final Duration VALIDITY = Duration.ofDays(365);
    private static final byte[] SHA256_WITH_RSA =
            Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 11), new byte[] {0x05, 0x00});
    private static final byte[] SERVER_AUTHENTICATION = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1);
    private static final byte[] CLIENT_AUTHENTICATION = Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 2);
    /** RFC 5280, 4.2.1.3: keyCertSign and cRLSign; digitalSignature and keyEncipherment. */
    private static final byte[] SIGNS_CERTIFICATES = Der.bits(1, new byte[] {0x06});

    private static final byte[] SERVES_TLS = Der.bits(5, new byte[] {(byte) 0xA0});

    /** @param key of the certificate */
    public record Issued(X509Certificate certificate, PrivateKey key) {

        /** As a PKCS12 file, which is overwritten, with key and store under this password; returns its path. */
        public Path writeKeyStore(Path file, String password) throws GeneralSecurityException {
            try (OutputStream out = Files.newOutputStream(file)) {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("usher", key, password.toCharArray(), new X509Certificate[] {certificate});
                store.store(out, password.toCharArray());
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** From when to when a certificate is valid, both included. */
    public record Validity(Instant from, Instant until) {
        private static Validity ofAYear() {
            Instant now = Instant.now();
            return new Validity(now.minus(Duration.ofDays(1)), now.plus(VALIDITY));
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final X500Principal name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** @param commonName what people see of it */
    public CertificateAuthority(String commonName) throws GeneralSecurityException {
        name = new X500Principal("CN=" + commonName);
        keys = keyPair();
        certificate = sign(
                name,
                keys.getPublic(),
                Validity.ofAYear(),
                List.of(
                        extension(19, true, Der.sequence(Der.yes())),
                        extension(15, true, SIGNS_CERTIFICATES),
                        extension(14, false, Der.octets(keyId(keys.getPublic())))));
    }

    /** What clients have to trust. */
    public X509Certificate certificate() {
        return certificate;
    }

    /**
     * A certificate for a server.
     *
     * @param hosts names and literal IP addresses; the first is also the common name
     */
    public Issued issue(List<String> hosts) throws GeneralSecurityException {
        return issue(hosts, Validity.ofAYear());
    }

    /** As {@link #issue(List)}, valid at other times. */
    public Issued issue(List<String> hosts, Validity validity) throws GeneralSecurityException {
        List<byte[]> names = new ArrayList<>();
        for (String host : hosts) {
            names.add(alternativeName(host));
        }
        return issue(
                hosts.get(0),
                validity,
                extension(37, false, Der.sequence(SERVER_AUTHENTICATION)),
                extension(17, false, Der.sequence(names.toArray(byte[][]::new))));
    }

    /** A certificate for a client of that name. */
    public Issued issueClient(String commonName) throws GeneralSecurityException {
        return issueClient(commonName, Validity.ofAYear());
    }

    /** As {@link #issueClient(String)}, valid at other times. */
    public Issued issueClient(String commonName, Validity validity) throws GeneralSecurityException {
        return issue(commonName, validity, extension(37, false, Der.sequence(CLIENT_AUTHENTICATION)));
    }

    private Issued issue(String commonName, Validity validity, byte[]... purpose) throws GeneralSecurityException {
        KeyPair own = keyPair();
        List<byte[]> extensions = new ArrayList<>(List.of(purpose));
        extensions.addAll(List.of(
                extension(19, true, Der.sequence()),
                extension(15, true, SERVES_TLS),
                extension(14, false, Der.octets(keyId(own.getPublic()))),
                extension(35, false, Der.sequence(Der.tagged(0x80, keyId(keys.getPublic()))))));
        X509Certificate issued = sign(new X500Principal("CN=" + commonName), own.getPublic(), validity, extensions);
        return new Issued(issued, own.getPrivate());
    }

    private X509Certificate sign(X500Principal subject, PublicKey key, Validity validity, List<byte[]> extensions)
            throws GeneralSecurityException {
        byte[] content = Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, random).setBit(126)),
                SHA256_WITH_RSA,
                name.getEncoded(),
                Der.sequence(Der.time(validity.from()), Der.time(validity.until())),
                subject.getEncoded(),
                key.getEncoded(),
                Der.tagged(0xA3, Der.sequence(extensions.toArray(byte[][]::new))));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate(), random);
        signature.update(content);
        byte[] whole = Der.sequence(content, SHA256_WITH_RSA, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048, random);
        return generator.generateKeyPair();
    }

    /** @param number of the extension below id-ce (2.5.29) */
    private static byte[] extension(int number, boolean critical, byte[] value) {
        byte[] id = Der.oid(2, 5, 29, number);
        return critical ? Der.sequence(id, Der.yes(), Der.octets(value)) : Der.sequence(id, Der.octets(value));
    }

    private static byte[] alternativeName(String host) throws GeneralSecurityException {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        if (!address) {
            return Der.tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            // A literal address is not looked up.
            return Der.tagged(0x87, InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            throw new GeneralSecurityException("no IP address: " + host, e);
        }
    }

    /** Anything that tells keys apart will do (RFC 5280, 4.2.1.2). */
    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Arrays.copyOf(digest, 20);
    }
}
