package dev.usher.entitlements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.entitlements.BrokerConfig.Injection;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    private static Map<String, Object> node(String key, Object value) {
        Map<String, Object> node = new HashMap<>(Map.of(
                "name", "main",
                "semp", Map.of("uri", "https://broker:1943", "username", "usher", "password", "secret-1"),
                "manager",
                        Map.of(
                                "hosts", List.of("tcps://broker:55443"),
                                "vpn", "default",
                                "username", "usher-manager",
                                "password", "secret-2")));
        node.put(key, value);
        return node;
    }

    private static BrokerConfig read(Map<String, Object> node) {
        return ConfigReader.read(node, Map.of(), BrokerConfig::from);
    }

    private static String problem(Map<String, Object> node) {
        return catchThrowableOfType(ConfigException.class, () -> read(node)).getMessage();
    }

    @Test
    void theSubscriptionManagerInjectsUnlessToldOtherwise() {
        assertThat(read(node("adoption", "never")).injection()).isEqualTo(Injection.SMF);
        assertThat(read(node("injection", "smf")).injection()).isEqualTo(Injection.SMF);
        assertThat(read(node("injection", "semp")).injection()).isEqualTo(Injection.SEMP);
    }

    @Test
    void anUnknownWayIsNamedWithThoseThereAre() {
        assertThat(problem(node("injection", "mqtt"))).contains("injection", "mqtt", "smf", "semp");
    }

    @Test
    void theMonitorIsHeldToLagUntilItIsKnownNotTo() {
        assertThat(read(node("adoption", "never")).semp().monitorLag()).isEqualTo(Duration.ofMillis(200));
        assertThat(read(lagging("0s")).semp().monitorLag()).isZero();
        assertThat(read(lagging("10s")).semp().monitorLag()).isEqualTo(Duration.ofSeconds(10));
        assertThat(problem(lagging("11s"))).contains("semp.monitorLag", "11s", "10s");
    }

    private static Map<String, Object> lagging(String monitorLag) {
        return node(
                "semp",
                Map.of(
                        "uri",
                        "https://broker:1943",
                        "username",
                        "usher",
                        "password",
                        "secret-1",
                        "monitorLag",
                        monitorLag));
    }

    @Test
    void aTimeoutThatWouldHaveNoEffectIsNotAccepted() {
        Map<String, Object> node = node("injection", "semp");
        node.put("requestTimeout", "3s");

        assertThat(problem(node)).contains("requestTimeout", "injection: semp", "leave it out", "semp.timeout");
    }
}
