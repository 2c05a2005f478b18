package dev.usher.runtime.solace;

import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** How a connection proves to the broker who it is: a client uses one scheme (PubSub+ docs, Client Authentication). */
public sealed interface SolaceAuthentication {

    /** Sets what does not change while the process runs. */
    void applyTo(JCSMPProperties properties, String username);

    /** Whether it works over TLS only; JCSMP refuses it otherwise. */
    boolean needsTls();

    /** Where access tokens come from, if it uses such. */
    default Optional<TokenOrigin> tokens() {
        return Optional.empty();
    }

    /** The key that chooses it in the configuration. */
    String key();

    /** The password of the client username. */
    record Basic(Secret password) implements SolaceAuthentication {
        public Basic {
            Objects.requireNonNull(password, "password");
        }

        @Override
        public void applyTo(JCSMPProperties properties, String username) {
            properties.setProperty(JCSMPProperties.USERNAME, username);
            properties.setProperty(JCSMPProperties.PASSWORD, password.reveal());
        }

        @Override
        public boolean needsTls() {
            return false;
        }

        @Override
        public String key() {
            return "password";
        }
    }

    /**
     * A certificate shown in TLS. Which client username it stands for the broker says, by default its common name (PubSub+
     * docs, Client Certificate Authentication).
     *
     * @param keyStore a PKCS12 or JKS file with the private key and its certificates
     * @param keyAlias which key, where there are several
     * @param keyPassword of the key, where it is not that of the store
     */
    record ClientCertificate(
            Path keyStore, Secret keyStorePassword, Optional<String> keyAlias, Optional<Secret> keyPassword)
            implements SolaceAuthentication {

        public ClientCertificate {
            Objects.requireNonNull(keyStore, "keyStore");
            Objects.requireNonNull(keyStorePassword, "keyStorePassword");
            Objects.requireNonNull(keyAlias, "keyAlias");
            Objects.requireNonNull(keyPassword, "keyPassword");
        }

        static ClientCertificate from(ConfigReader node) {
            Optional<Path> keyStore = node.optionalPath("keyStore");
            if (keyStore.isEmpty()) {
                node.problem("keyStore", "is missing; give the path of a PKCS12 or JKS file with the private key");
            }
            Secret password = node.secret("keyStorePassword");
            Optional<String> alias = node.optionalString("keyAlias");
            Optional<Secret> keyPassword = node.optionalSecret("keyPassword");
            return node.check(() -> new ClientCertificate(keyStore.orElseThrow(), password, alias, keyPassword));
        }

        @Override
        public void applyTo(JCSMPProperties properties, String username) {
            properties.setProperty(
                    JCSMPProperties.AUTHENTICATION_SCHEME, JCSMPProperties.AUTHENTICATION_SCHEME_CLIENT_CERTIFICATE);
            properties.setProperty(JCSMPProperties.USERNAME, username);
            properties.setProperty(
                    JCSMPProperties.SSL_IN_MEMORY_KEY_STORE,
                    KeyStores.own(keyStore, keyStorePassword, keyAlias, "clientCertificate.keyStore"));
            properties.setProperty(JCSMPProperties.SSL_KEY_STORE_PASSWORD, keyStorePassword.reveal());
            properties.setProperty(
                    JCSMPProperties.SSL_PRIVATE_KEY_PASSWORD,
                    keyPassword.orElse(keyStorePassword).reveal());
            keyAlias.ifPresent(alias -> properties.setProperty(JCSMPProperties.SSL_PRIVATE_KEY_ALIAS, alias));
        }

        @Override
        public boolean needsTls() {
            return true;
        }

        @Override
        public String key() {
            return "clientCertificate";
        }
    }

    /**
     * An OAuth 2.0 access token. Which client username it stands for the broker says, from a claim.
     *
     * @param origin where tokens come from
     * @param issuer names the OAuth profile that is to judge the token, where the VPN's default is not the one (JCSMP Javadoc,
     *     OAUTH2_ISSUER_IDENTIFIER)
     */
    record OAuth(TokenOrigin origin, Optional<String> issuer) implements SolaceAuthentication {

        public OAuth {
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(issuer, "issuer");
        }

        @Override
        public void applyTo(JCSMPProperties properties, String username) {
            properties.setProperty(JCSMPProperties.AUTHENTICATION_SCHEME, JCSMPProperties.AUTHENTICATION_SCHEME_OAUTH2);
            issuer.ifPresent(name -> properties.setProperty(JCSMPProperties.OAUTH2_ISSUER_IDENTIFIER, name));
        }

        @Override
        public boolean needsTls() {
            return true;
        }

        @Override
        public Optional<TokenOrigin> tokens() {
            return Optional.of(origin);
        }

        @Override
        public String key() {
            return "oauth";
        }
    }

    /** Reads {@code password} or {@code passwordFile}, or {@code clientCertificate}, or {@code oauth}: exactly one way. */
    static SolaceAuthentication from(ConfigReader node) {
        Optional<ConfigReader> certificateNode = section(node, "clientCertificate");
        Optional<ConfigReader> oauthNode = section(node, "oauth");
        Optional<SolaceAuthentication> certificate = certificateNode.map(ClientCertificate::from);
        Optional<SolaceAuthentication> oauth = oauthNode.map(SolaceAuthentication::oauth);
        boolean certificateGiven = node.has("clientCertificate");
        boolean oauthGiven = node.has("oauth");
        if (!certificateGiven && !oauthGiven) {
            return new Basic(node.secret("password"));
        }
        boolean passwordGiven = node.optionalSecret("password").isPresent();
        List<String> given = new ArrayList<>();
        if (passwordGiven) {
            given.add("password");
        }
        if (certificateGiven) {
            given.add("clientCertificate");
        }
        if (oauthGiven) {
            given.add("oauth");
        }
        if (given.size() > 1) {
            node.problem(
                    given.get(0),
                    "is given together with " + String.join(" and ", given.subList(1, given.size()))
                            + "; a connection logs in one way, so leave one of them");
        }
        return certificate.or(() -> oauth).orElse(null);
    }

    private static Optional<ConfigReader> section(ConfigReader node, String key) {
        Optional<ConfigReader> section = node.optionalNode(key);
        if (section.isEmpty() && node.has(key)) {
            node.problem(
                    key, "is a section and cannot be given by a variable; write it in the file, or unset the variable");
        }
        return section;
    }

    private static OAuth oauth(ConfigReader node) {
        TokenOrigin origin = TokenOrigin.from(node);
        Optional<String> issuer = node.optionalString("issuer");
        return node.check(() -> new OAuth(origin, issuer));
    }
}
