package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.solacesystems.jcsmp.JCSMPChannelProperties;
import com.solacesystems.jcsmp.JCSMPProperties;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import dev.usher.runtime.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
    void readsEveryKey() {
        Map<String, Object> root = Map.of(
                "hosts", List.of("tcps://a:55443", "wss://b"),
                "vpn", "trading",
                "username", "usher",
                "password", "hunter2",
                "clientName", "usher-1",
                "tls",
                        Map.of(
                                "trustStore",
                                "/etc/trust.p12",
                                "trustStorePassword",
                                "hunter3",
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
                        Secret.of("hunter2"),
                        Optional.of("usher-1"),
                        new SolaceTls(Optional.of(Path.of("/etc/trust.p12")), Optional.of(Secret.of("hunter3")), false),
                        new SolaceReconnect(7, 2, Duration.ZERO, Duration.ofSeconds(1), 4)));
        assertThat(connection.toString()).doesNotContain("hunter");

        JCSMPProperties properties = connection.toProperties();
        assertThat(properties.getProperty(JCSMPProperties.HOST)).isEqualTo("tcps://a:55443,wss://b");
        assertThat(properties.getProperty(JCSMPProperties.VPN_NAME)).isEqualTo("trading");
        assertThat(properties.getProperty(JCSMPProperties.USERNAME)).isEqualTo("usher");
        assertThat(properties.getProperty(JCSMPProperties.PASSWORD)).isEqualTo("hunter2");
        assertThat(properties.getProperty(JCSMPProperties.CLIENT_NAME)).isEqualTo("usher-1");
        assertThat(properties.getProperty(JCSMPProperties.SSL_TRUST_STORE)).isEqualTo("/etc/trust.p12");
        assertThat(properties.getProperty(JCSMPProperties.SSL_TRUST_STORE_PASSWORD))
                .isEqualTo("hunter3");
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

    @Test
    void namesAllThatIsMissing() {
        assertThat(problems(Map.of()))
                .hasSize(4)
                .allMatch(problem -> problem.contains("is missing"))
                .noneMatch(problem -> problem.contains("hunter"));
    }
}
