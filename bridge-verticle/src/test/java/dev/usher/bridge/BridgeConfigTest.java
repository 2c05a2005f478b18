package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.usher.bridge.core.FlowLimits;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.kafka.KafkaSettings;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.management.ManagementConfig;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.topics.ReservedCharacters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BridgeConfigTest {

    private static final Map<String, Object> SOLACE =
            Map.of("hosts", List.of("tcp://127.0.0.1:55555"), "vpn", "v", "username", "u", "password", "solace-secret");

    @Test
    void everyKeyIsRead() {
        Map<String, Object> all = Map.of(
                "kafka",
                        Map.of(
                                "bootstrapServers", "k1:9092,k2:9092",
                                "groupId", "g",
                                "commitInterval", "200ms",
                                "releaseTimeout", "7s",
                                "properties", Map.of("sasl.jaas.config", "kafka-secret", "max.poll.records", 100)),
                "solace", SOLACE,
                "routes",
                        List.of(Map.of(
                                "from", "PRICES",
                                "topic", "{a}/{b}",
                                "reservedCharacters", "reject",
                                "eliding", true,
                                "delivery", "direct",
                                "properties",
                                        Map.of("topic", false, "partition", true, "offset", false, "timestamp", true))),
                "deadLetter", Map.of("topic", "DEAD"),
                "flow", Map.of("queueSize", 11, "inFlightPerPartition", 12),
                "management", Map.of("host", "127.0.0.1", "port", 1234));

        BridgeConfig config = RunningBridge.read(all);

        assertThat(config)
                .isEqualTo(new BridgeConfig(
                        new KafkaSettings(
                                "k1:9092,k2:9092",
                                "g",
                                Map.of(
                                        "sasl.jaas.config", Secret.of("kafka-secret"),
                                        "max.poll.records", Secret.of("100")),
                                Duration.ofSeconds(7)),
                        Duration.ofMillis(200),
                        new SolaceConnection("tcp://127.0.0.1:55555", "v", "u", Secret.of("solace-secret")),
                        List.of(new RouteConfig(
                                "PRICES",
                                "{a}/{b}",
                                ReservedCharacters.REJECT,
                                true,
                                new RecordProperties(false, true, false, true))),
                        Optional.of("DEAD"),
                        new FlowLimits(11, 12),
                        new ManagementConfig("127.0.0.1", 1234)));
        assertThat(config.toString()).doesNotContain("kafka-secret", "solace-secret");
    }

    @Test
    void theShortestConfigurationHasTheseDefaults() {
        BridgeConfig config = RunningBridge.read(minimal(Map.of("from", "PRICES", "topic", "{a}")));

        assertThat(config.routes())
                .containsExactly(
                        new RouteConfig("PRICES", "{a}", ReservedCharacters.ENCODE, false, RecordProperties.ALL));
        assertThat(config.management().port()).isEqualTo(8092);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.deadLetterTopicFor("PRICES")).isEqualTo("PRICES.dead-letter");
        assertThat(config.limits()).isEqualTo(new FlowLimits(10_000, 50_000));
    }

    @Test
    void guaranteedDeliveryIsRefusedByName() {
        assertProblem(
                minimal(Map.of("from", "PRICES", "topic", "{a}", "delivery", "guaranteed")),
                "routes[0].delivery: guaranteed is not available yet");
    }

    @Test
    void allProblemsAreNamedAtOnce() {
        Map<String, Object> settings =
                minimal(Map.of("from", "PRICES", "topic", "{a}//{b}", "elidign", true, "eliding", "maybe"));
        settings.remove("solace");
        assertThatThrownBy(() -> RunningBridge.read(settings))
                .asInstanceOf(type(ConfigException.class))
                .satisfies(e -> assertThat(String.join("\n", e.problems()))
                        .contains("routes[0].topic", "routes[0].elidign", "routes[0].eliding", "solace.hosts"));
    }

    @Test
    void rulesThatSpanKeys() {
        Map<String, Object> none = minimal(Map.of("from", "PRICES", "topic", "{a}"));
        none.put("routes", List.of());
        assertProblem(none, "routes");

        Map<String, Object> twice = minimal(Map.of("from", "PRICES", "topic", "{a}"));
        twice.put("routes", List.of(Map.of("from", "P", "topic", "{a}"), Map.of("from", "P", "topic", "{b}")));
        assertProblem(twice, "two routes from P");

        Map<String, Object> loop = minimal(Map.of("from", "PRICES", "topic", "{a}"));
        loop.put("deadLetter", Map.of("topic", "PRICES"));
        assertProblem(loop, "deadLetter.topic");

        for (String property : List.of("enable.auto.commit", "bootstrap.server")) {
            Map<String, Object> settings = minimal(Map.of("from", "PRICES", "topic", "{a}"));
            settings.put(
                    "kafka", Map.of("bootstrapServers", "k:1", "groupId", "g", "properties", Map.of(property, "true")));
            assertProblem(settings, property);
        }
    }

    private static Map<String, Object> minimal(Map<String, Object> route) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("kafka", Map.of("bootstrapServers", "k:9092", "groupId", "g"));
        settings.put("solace", SOLACE);
        settings.put("routes", List.of(route));
        return settings;
    }

    private static void assertProblem(Map<String, Object> settings, String problem) {
        assertThatThrownBy(() -> RunningBridge.read(settings))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }
}
