package dev.usher.probes;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The broker that is asked. Certificates of {@code tcps}, {@code ssl}, {@code wss} and {@code https} must be trusted by this JVM,
 * unless there is a trust store.
 *
 * @param smf for JCSMP, for example {@code tcp://broker:55555}
 * @param mqtt MQTT over TCP, for example {@code tcp://broker:1883} or {@code ssl://broker:8883}
 * @param mqttWebSocket for example {@code ws://broker:8000} or {@code wss://broker:8443}
 * @param semp scheme, host and port of the SEMP service, for example {@code http://broker:8080}
 * @param vpn the Message VPN; probes make and remove objects in it, all named {@code usher_probe_…}
 * @param admin a management user with read-write access to the VPN; what needs more ends as "could not tell"
 * @param patience how long anything is waited for before a probe gives up
 * @param sempPause between the starts of two SEMP requests; brokers are documented to bear ten a second
 * @param trustStore what certificates are checked with; empty for the JVM's own
 * @param everything whether a probe may subscribe to {@code >}, which draws all that the Message VPN carries
 */
public record BrokerUnderTest(
        String smf,
        Optional<URI> mqtt,
        Optional<URI> mqttWebSocket,
        URI semp,
        String vpn,
        Admin admin,
        Duration patience,
        Duration sempPause,
        Optional<TrustStore> trustStore,
        boolean everything) {

    /** What everything that probes make begins with. */
    public static final String PREFIX = "usher_probe_";

    public BrokerUnderTest {
        Objects.requireNonNull(admin, "admin");
        check(smf.matches("(tcp|tcps|ws|wss)://.+"), "smf must be tcp://, tcps://, ws:// or wss://, not " + smf);
        mqtt.ifPresent(u -> check(scheme(u, "tcp", "ssl"), "mqtt must be tcp:// or ssl://, not " + u));
        mqttWebSocket.ifPresent(u -> check(scheme(u, "ws", "wss"), "mqttWs must be ws:// or wss://, not " + u));
        check(scheme(semp, "http", "https"), "semp must be http:// or https://, not " + semp);
        Objects.requireNonNull(trustStore, "trustStore");
        check(!vpn.isBlank(), "the Message VPN must be named");
        check(patience.toMillis() >= 100, "patience must be 100 ms or more");
        check(!sempPause.isNegative(), "the pause between SEMP requests must not be negative");
    }

    /** Without MQTT, ten seconds of patience, ten SEMP requests a second, without a subscription to {@code >}. */
    public static BrokerUnderTest of(String smf, URI semp, String vpn, Admin admin) {
        return new BrokerUnderTest(
                smf,
                Optional.empty(),
                Optional.empty(),
                semp,
                vpn,
                admin,
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                Optional.empty(),
                false);
    }

    public BrokerUnderTest withMqtt(URI uri) {
        return new BrokerUnderTest(
                smf, Optional.of(uri), mqttWebSocket, semp, vpn, admin, patience, sempPause, trustStore, everything);
    }

    public BrokerUnderTest withMqttWebSocket(URI uri) {
        return new BrokerUnderTest(
                smf, mqtt, Optional.of(uri), semp, vpn, admin, patience, sempPause, trustStore, everything);
    }

    public BrokerUnderTest withPatience(Duration value) {
        return new BrokerUnderTest(
                smf, mqtt, mqttWebSocket, semp, vpn, admin, value, sempPause, trustStore, everything);
    }

    public BrokerUnderTest withSempPause(Duration value) {
        return new BrokerUnderTest(smf, mqtt, mqttWebSocket, semp, vpn, admin, patience, value, trustStore, everything);
    }

    public BrokerUnderTest withTrustStore(TrustStore value) {
        return new BrokerUnderTest(
                smf, mqtt, mqttWebSocket, semp, vpn, admin, patience, sempPause, Optional.of(value), everything);
    }

    public BrokerUnderTest withEverything(boolean value) {
        return new BrokerUnderTest(smf, mqtt, mqttWebSocket, semp, vpn, admin, patience, sempPause, trustStore, value);
    }

    BrokerUnderTest withAdmin(Admin value) {
        return new BrokerUnderTest(
                smf, mqtt, mqttWebSocket, semp, vpn, value, patience, sempPause, trustStore, everything);
    }

    /** The listener MQTT probes use: TCP if there is one. */
    URI anyMqtt() {
        return mqtt.or(() -> mqttWebSocket).orElseThrow(() -> new CannotTell("no MQTT listener was given"));
    }

    private static boolean scheme(URI uri, String... allowed) {
        for (String scheme : allowed) {
            if (scheme.equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
                return true;
            }
        }
        return false;
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** A management user. Does not print its password. */
    public record Admin(String username, String password) {
        public Admin {
            check(!username.isEmpty() && username.indexOf(':') < 0, "a management username has no colon");
            Objects.requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return "Admin[username=" + username + ", password=****]";
        }
    }
}
