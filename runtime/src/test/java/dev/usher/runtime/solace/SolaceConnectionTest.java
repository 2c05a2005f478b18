package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.broker.Tls;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolaceConnectionTest {

    private static final Map<String, Object> PLAIN =
            Map.of("hosts", List.of("tcp://a:55555"), "vpn", "default", "username", "usher", "password", "hunter2");

    private static SolaceConnection read(Map<String, Object> root) {
        return ConfigReader.read(root, Map.of(), SolaceConnection::from);
    }

    private static Map<String, Object> plainWith(String key, Object value) {
        Map<String, Object> root = new HashMap<>(PLAIN);
        root.put(key, value);
        return root;
    }

    private static List<String> problems(Map<String, Object> root) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(root));
        assertThat(e).as("a ConfigException").isNotNull();
        return e.problems();
    }

    @Test
    void readsEveryKey(@TempDir Path folder) {
        Path trust = Tls.selfSigned().writeTrustStore(folder.resolve("trust.p12"));
        Map<String, Object> root = Map.of(
                "hosts", List.of("tcps://a:55443", "wss://b"),
                "vpn", "trading",
                "username", "usher",
                "password", "hunter2",
                "clientName", "usher-1",
                "tls",
                        Map.of(
                                "trustStore",
                                trust.toString(),
                                "trustStorePassword",
                                Tls.TRUST_STORE_PASSWORD,
                                "validateCertificate",
                                false),
                "reconnect",
                        Map.of(
                                "retries", 7,
                                "retriesPerHost", 2,
                                "pause", "0s",
                                "keepAliveInterval", "1s",
                                "keepAliveLimit", 4));
        SolaceConnection connection = read(root);
        assertThat(connection)
                .isEqualTo(new SolaceConnection(
                        List.of("tcps://a:55443", "wss://b"),
                        "trading",
                        "usher",
                        new SolaceAuthentication.Basic(Secret.of("hunter2")),
                        Optional.of("usher-1"),
                        new SolaceTls(Optional.of(trust), Optional.of(Secret.of(Tls.TRUST_STORE_PASSWORD)), false),
                        new SolaceReconnect(7, 2, Duration.ZERO, Duration.ofSeconds(1), 4)));
        assertThat(connection.toString()).doesNotContain("hunter").doesNotContain(Tls.TRUST_STORE_PASSWORD);

        JCSMPProperties properties = connection.toProperties();
        assertThat(properties.getProperty(JCSMPProperties.HOST)).isEqualTo("tcps://a:55443,wss://b");
        assertThat(properties.getProperty(JCSMPProperties.VPN_NAME)).isEqualTo("trading");
        assertThat(properties.getProperty(JCSMPProperties.USERNAME)).isEqualTo("usher");
        assertThat(properties.getProperty(JCSMPProperties.PASSWORD)).isEqualTo("hunter2");
        assertThat(properties.getProperty(JCSMPProperties.CLIENT_NAME)).isEqualTo("usher-1");
        assertThat(properties.getProperty(JCSMPProperties.SSL_IN_MEMORY_TRUST_STORE))
                .isInstanceOf(KeyStore.class);
        assertThat(properties.getProperty(JCSMPProperties.SSL_EXCLUDED_PROTOCOLS))
                .isEqualTo("SSLv3,TLSv1,TLSv1.1");
        assertThat(properties.getProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE))
                .isEqualTo(false);
        assertThat(properties.getProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_HOST))
                .isEqualTo(false);
        assertThat(properties.getProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_DATE))
                .isEqualTo(false);
        JCSMPChannelProperties channel =
                (JCSMPChannelProperties) properties.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
        assertThat(channel.getReconnectRetries()).isEqualTo(7);
        assertThat(channel.getConnectRetriesPerHost()).isEqualTo(2);
        assertThat(channel.getReconnectRetryWaitInMillis()).isZero();
        assertThat(channel.getKeepAliveIntervalInMillis()).isEqualTo(1000);
        assertThat(channel.getKeepAliveLimit()).isEqualTo(4);
        assertThat(connection.warnings()).singleElement().asString().contains("NOT validated");
    }

    @Test
    void isStrictAndPatientByDefault() {
        JCSMPProperties properties = read(PLAIN).toProperties();
        assertThat(properties.getProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE))
                .isEqualTo(true);
        assertThat(properties.getProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_HOST))
                .isEqualTo(true);
        assertThat(properties.getProperty(JCSMPProperties.SSL_VALIDATE_CERTIFICATE_DATE))
                .isEqualTo(true);
        assertThat(properties.getProperty(JCSMPProperties.REAPPLY_SUBSCRIPTIONS))
                .isEqualTo(false);
        assertThat(properties.getProperty(JCSMPProperties.IGNORE_DUPLICATE_SUBSCRIPTION_ERROR))
                .isEqualTo(false);
        assertThat(properties.getProperty(JCSMPProperties.IGNORE_SUBSCRIPTION_NOT_FOUND_ERROR))
                .isEqualTo(false);
        JCSMPChannelProperties channel =
                (JCSMPChannelProperties) properties.getProperty(JCSMPProperties.CLIENT_CHANNEL_PROPERTIES);
        assertThat(channel.getReconnectRetries()).isEqualTo(20);
        assertThat(channel.getConnectRetriesPerHost()).isEqualTo(5);
        assertThat(channel.getReconnectRetryWaitInMillis()).isEqualTo(3000);
    }

    @Test
    void eachSetOfPropertiesIsItsOwn() {
        SolaceConnection connection = read(PLAIN);
        JCSMPProperties first = connection.toProperties();
        first.setProperty(JCSMPProperties.VPN_NAME, "changed");
        assertThat(connection.toProperties().getProperty(JCSMPProperties.VPN_NAME))
                .isEqualTo("default");
    }

    @Test
    void warnsOfPlainTextExceptOnLoopback() {
        assertThat(read(PLAIN).warnings()).containsExactly("password and messages travel unencrypted to tcp://a:55555");
        assertThat(read(plainWith("hosts", List.of("tcp://127.0.0.1:1", "ws://localhost", "tcp://[::1]:5")))
                        .warnings())
                .isEmpty();
        assertThat(read(plainWith("hosts", List.of("tcps://a"))).warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:55555",
                "http://a",
                "tcp://",
                "tcp://a:x",
                "tcp://user:hunter3@a",
                "tcp://a,tcp://b",
                "tcp://a b"
            })
    void refusesWhatIsNotAHost(String host) {
        assertThat(problems(plainWith("hosts", List.of(host))))
                .singleElement()
                .asString()
                .startsWith("hosts: ")
                .contains("tcp://, tcps://, ws:// or wss://");
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThat(problems(plainWith("hosts", List.of("tcp://a", "tcps://b"))))
                .singleElement()
                .asString()
                .contains("hosts mix TLS and plain text");
        assertThat(problems(plainWith("tls", Map.of("trustStore", "x"))))
                .singleElement()
                .asString()
                .contains("tls is set but the hosts are plain text");
        assertThat(problems(plainWith("tls", Map.of("trustStorePassword", "hunter3"))))
                .containsExactly("tls: trustStorePassword is given without a trustStore");
        assertThat(problems(plainWith("hosts", List.of("tcp://a", "tcp://b", "tcp://c", "tcp://d", "tcp://e"))))
                .singleElement()
                .asString()
                .contains("one to four");
        assertThat(problems(plainWith("vpn", "x".repeat(33))))
                .singleElement()
                .asString()
                .contains("vpn");
    }

    private static Map<String, Object> encrypted(Map<String, Object> authentication) {
        Map<String, Object> root = new HashMap<>(PLAIN);
        root.remove("password");
        root.put("hosts", List.of("tcps://a"));
        root.putAll(authentication);
        return root;
    }

    @Test
    void readsAClientCertificate() {
        assertThat(read(encrypted(Map.of(
                                "clientCertificate",
                                Map.of(
                                        "keyStore", "/etc/key.p12",
                                        "keyStorePassword", "hunter3",
                                        "keyAlias", "bridge",
                                        "keyPassword", "hunter4"))))
                        .authentication())
                .isEqualTo(new SolaceAuthentication.ClientCertificate(
                        Path.of("/etc/key.p12"),
                        Secret.of("hunter3"),
                        Optional.of("bridge"),
                        Optional.of(Secret.of("hunter4"))))
                .asString()
                .doesNotContain("hunter");
        assertThat(problems(encrypted(Map.of("clientCertificate", Map.of("keyAlias", "x")))))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("clientCertificate.keyStore: is missing"))
                .anyMatch(problem -> problem.startsWith("clientCertificate.keyStorePassword: is missing"));
    }

    private static final Map<String, Object> ENDPOINT = Map.of(
            "tokenEndpoint", "https://idp/token",
            "clientId", "bridge",
            "clientSecret", "hunter3",
            "scope", "solace",
            "parameters", Map.of("audience", "x"),
            "trustStore", "/etc/idp.pem",
            "trustStorePassword", "hunter4",
            "issuer", "https://idp");

    @Test
    void readsWhereTokensComeFrom() {
        assertThat(read(encrypted(Map.of("oauth", ENDPOINT))).authentication())
                .isEqualTo(new SolaceAuthentication.OAuth(
                        new TokenOrigin.Endpoint(
                                URI.create("https://idp/token"),
                                "bridge",
                                Secret.of("hunter3"),
                                Optional.of("solace"),
                                Map.of("audience", "x"),
                                Optional.of(Path.of("/etc/idp.pem")),
                                Optional.of(Secret.of("hunter4"))),
                        Optional.of("https://idp")))
                .asString()
                .doesNotContain("hunter");
        assertThat(read(encrypted(Map.of("oauth", Map.of("tokenFile", "/var/token"))))
                        .authentication())
                .isEqualTo(
                        new SolaceAuthentication.OAuth(new TokenOrigin.File(Path.of("/var/token")), Optional.empty()));
    }

    @Test
    void refusesTokensFromNowhereFromTwoPlacesAndInPlainText() {
        assertThat(problems(encrypted(Map.of("oauth", Map.of("issuer", "https://idp")))))
                .singleElement()
                .asString()
                .startsWith("oauth.tokenEndpoint: is missing")
                .contains("tokenFile");
        Map<String, Object> both = new HashMap<>(ENDPOINT);
        both.put("tokenFile", "/var/token");
        assertThat(problems(encrypted(Map.of("oauth", both))))
                .singleElement()
                .asString()
                .contains("together with tokenEndpoint");
        Map<String, Object> plain = new HashMap<>(ENDPOINT);
        plain.put("tokenEndpoint", "http://idp/token");
        assertThat(problems(encrypted(Map.of("oauth", plain))))
                .singleElement()
                .asString()
                .contains("client secret unencrypted")
                .contains("https");
        Map<String, Object> twice = new HashMap<>(ENDPOINT);
        twice.put("parameters", Map.of("scope", "other"));
        assertThat(problems(encrypted(Map.of("oauth", twice))))
                .singleElement()
                .asString()
                .contains("parameters sets scope");
    }

    /** All that is wrong is named at once. */
    @Test
    void refusesToLogInInTwoWays() {
        Map<String, Object> root = encrypted(Map.of(
                "oauth", Map.of(),
                "clientCertificate", Map.of("keyStore", "/etc/key.p12"),
                "passwordFile", "/nowhere"));
        assertThat(problems(root))
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("oauth.tokenEndpoint: is missing"))
                .anyMatch(problem -> problem.startsWith("clientCertificate.keyStorePassword: is missing"))
                .anyMatch(problem -> problem.startsWith("passwordFile: names /nowhere"))
                .anyMatch(problem -> problem.startsWith(
                        "password: is given together with clientCertificate and oauth; a connection logs in one way"));
    }

    /** A section needs its keys; a variable with its name has none. */
    @ParameterizedTest
    @ValueSource(strings = {"oauth", "clientCertificate"})
    void refusesASectionGivenByAVariable(String section) {
        Map<String, Object> root = encrypted(Map.of());
        root.remove("password");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigReader.read(
                        root,
                        Map.of("USHER_" + (section.equals("oauth") ? "OAUTH" : "CLIENT_CERTIFICATE"), "secret")::get,
                        SolaceConnection::from))
                .satisfies(thrown -> assertThat(thrown.problems())
                        .singleElement()
                        .asString()
                        .startsWith(section + ": is a section")
                        .doesNotContain("secret"));
    }

    @Test
    void refusesCertificatesAndTokensInPlainText() {
        Map<String, Object> root = encrypted(Map.of("oauth", Map.of("tokenFile", "/var/token")));
        root.put("hosts", List.of("tcp://a"));
        assertThat(problems(root)).singleElement().asString().contains("oauth works over TLS only");
        root.remove("oauth");
        root.put("clientCertificate", Map.of("keyStore", "/etc/key.p12", "keyStorePassword", "hunter3"));
        assertThat(problems(root)).singleElement().asString().contains("clientCertificate works over TLS only");
    }

    @Test
    void namesAllThatIsMissing() {
        assertThat(problems(Map.of()))
                .hasSize(4)
                .allMatch(problem -> problem.contains("is missing"))
                .noneMatch(problem -> problem.contains("hunter"));
    }
}
