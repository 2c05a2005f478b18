package dev.usher.runtime.solace;

import dev.usher.runtime.config.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Key and trust stores, read anew for each connection, so that a file that was replaced counts from the next one on. */
final class KeyStores {

    private static final String PEM = "-----BEGIN ";

    private KeyStores() {}

    /**
     * Certificates to trust: PEM, PKCS12 or JKS, whatever the file is.
     *
     * @param key of the configuration, for what is thrown
     * @throws ConnectionProblem if there are none to be had
     */
    static KeyStore trusted(Path file, Optional<Secret> password, String key) {
        byte[] content = content(file, key);
        KeyStore store = isPem(content) ? pem(file, content, key) : store(file, password, key);
        if (isEmpty(store)) {
            throw new ConnectionProblem(key + " " + file + " holds no certificate that could be read; give " + key
                    + "Password if it has one");
        }
        return store;
    }

    /**
     * A private key with its certificates: PKCS12 or JKS.
     *
     * @throws ConnectionProblem if there is none to be had
     */
    static KeyStore own(Path file, Secret password, Optional<String> alias, String key) {
        if (isPem(content(file, key))) {
            throw new ConnectionProblem(key + " " + file + " is PEM; make a PKCS12 file of it: "
                    + "openssl pkcs12 -export -in tls.crt -inkey tls.key -out keystore.p12");
        }
        KeyStore store = store(file, Optional.of(password), key);
        try {
            if (alias.isPresent() ? !store.isKeyEntry(alias.get()) : !hasKey(store)) {
                throw new ConnectionProblem(key + " " + file + " holds no private key"
                        + alias.map(name -> " called " + name).orElse(""));
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw unreadable(file, key, e);
        }
    }

    private static byte[] content(Path file, String key) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ConnectionProblem(key + " names " + file + ", which does not exist", e);
        } catch (IOException e) {
            throw unreadable(file, key, e);
        }
    }

    private static boolean isPem(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1).contains(PEM);
    }

    private static KeyStore pem(Path file, byte[] content, String key) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content))) {
                store.setCertificateEntry("trusted-" + number++, each);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw unreadable(file, key, e);
        }
    }

    private static KeyStore store(Path file, Optional<Secret> password, String key) {
        try {
            return KeyStore.getInstance(
                    file.toFile(),
                    password.map(secret -> secret.reveal().toCharArray()).orElse(null));
        } catch (IOException | KeyStoreException e) {
            throw new ConnectionProblem(
                    key + " " + file + " cannot be opened: the password is wrong, or it is neither PKCS12 nor JKS", e);
        } catch (GeneralSecurityException e) {
            throw unreadable(file, key, e);
        }
    }

    private static boolean isEmpty(KeyStore store) {
        try {
            return store.size() == 0;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasKey(KeyStore store) throws GeneralSecurityException {
        for (var names = store.aliases(); names.hasMoreElements(); ) {
            if (store.isKeyEntry(names.nextElement())) {
                return true;
            }
        }
        return false;
    }

    private static ConnectionProblem unreadable(Path file, String key, Exception e) {
        return new ConnectionProblem(
                key + " " + file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
}
