package dev.usher.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.usher.bridge.core.BadRecords;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.FlowLimits;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.kafka.KafkaSettings;
import dev.usher.bridge.mapping.Condition;
import dev.usher.bridge.mapping.Tombstones;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.management.ManagementConfig;
import dev.usher.runtime.solace.SolaceConnection;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.TextTemplate;
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
                "solace", with(SOLACE, "sessions", 3),
                "routes", List.of(route(), Map.of("from", "PRICES", "topic", "{c}", "eliding", true)),
                "badRecords", "stop",
                "deadLetter", Map.of("topic", "DEAD"),
                "flow", Map.of("queueSize", 11, "queueBytes", 13, "inFlightPerPartition", 12),
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
                        3,
                        List.of(
                                new RouteConfig(
                                        "trades",
                                        "PRICES",
                                        RouteConfig.Format.JSON,
                                        Condition.parse("{a} == 'x'"),
                                        "{a}/{b}",
                                        ReservedCharacters.REJECT,
                                        new Delivery(
                                                Delivery.Mode.GUARANTEED,
                                                Delivery.Ordering.STRICT,
                                                false,
                                                Duration.ofSeconds(30),
                                                3,
                                                new RecordProperties(false, true, false, true, true, true, true)),
                                        Tombstones.PUBLISH,
                                        Map.of("isin", TextTemplate.parse("{isin | upper}"))),
                                new RouteConfig(
                                        "PRICES-2",
                                        "PRICES",
                                        RouteConfig.Format.JSON,
                                        Condition.ALWAYS,
                                        "{c}",
                                        ReservedCharacters.ENCODE,
                                        Delivery.direct(true, RecordProperties.DEFAULT),
                                        Tombstones.DEAD_LETTER,
                                        Map.of())),
                        BadRecords.STOP,
                        Optional.of("DEAD"),
                        new FlowLimits(11, 13, 12, 3),
                        new ManagementConfig("127.0.0.1", 1234)));
        assertThat(config.toString()).doesNotContain("kafka-secret", "solace-secret");
    }

    /** Not each record by itself. */
    @Test
    void aTopicThatBeginsWithTheLevelOfTheNoticesIsRefused() {
        for (String topic : List.of("usher", "usher/{s}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RouteConfig.of("PRICES", topic))
                    .withMessageContaining("reserved for notices of seats");
        }
        assertThat(RouteConfig.of("PRICES", "ushers/{s}").topic()).isEqualTo("ushers/{s}");
        assertThat(RouteConfig.of("PRICES", "{s}/usher").topic()).isEqualTo("{s}/usher");
    }

    private static Map<String, Object> route() {
        Map<String, Object> route = new HashMap<>();
        route.put("name", "trades");
        route.put("from", "PRICES");
        route.put("format", "json");
        route.put("when", "{a} == 'x'");
        route.put("topic", "{a}/{b}");
        route.put("reservedCharacters", "reject");
        route.put("delivery", "guaranteed");
        route.put("ordering", "strict");
        route.put("ttl", "30s");
        route.put("classOfService", 3);
        route.put("tombstones", "publish");
        route.put(
                "properties",
                Map.of(
                        "route",
                        true,
                        "topic",
                        false,
                        "partition",
                        true,
                        "offset",
                        false,
                        "timestamp",
                        true,
                        "key",
                        true,
                        "headers",
                        true));
        route.put("userProperties", Map.of("isin", "{isin | upper}"));
        return route;
    }

    @Test
    void theShortestConfigurationHasTheseDefaults() {
        BridgeConfig config = RunningBridge.read(minimal(Map.of("from", "PRICES", "topic", "{a}")));

        assertThat(config.routes())
                .containsExactly(new RouteConfig(
                        "PRICES",
                        "PRICES",
                        RouteConfig.Format.JSON,
                        Condition.ALWAYS,
                        "{a}",
                        ReservedCharacters.ENCODE,
                        Delivery.direct(false, RecordProperties.DEFAULT),
                        Tombstones.DEAD_LETTER,
                        Map.of()));
        assertThat(config.badRecords()).isEqualTo(BadRecords.DEAD_LETTER);
        assertThat(config.management().port()).isEqualTo(8092);
        assertThat(config.commitInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.deadLetterTopicFor("PRICES")).isEqualTo("PRICES.dead-letter");
        assertThat(config.deadLetterTopics()).containsExactly("PRICES.dead-letter");
        assertThat(config.limits()).isEqualTo(new FlowLimits(10_000, 64 * 1024 * 1024, 50_000, 1));
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedByName() {
        assertProblem(
                minimal(Map.of("from", "PRICES", "topic", "{a}", "delivery", "guaranteed", "eliding", true)),
                "routes[0]: eliding is for direct delivery only");
        assertProblem(
                minimal(Map.of("from", "PRICES", "topic", "{a}", "ordering", "strict")),
                "routes[0]: ordering strict needs delivery guaranteed");
        assertProblem(minimal(Map.of("from", "PRICES", "topic", "{a}", "format", "avro")), "routes[0].format");
        assertProblem(minimal(Map.of("from", "PRICES", "topic", "{a}", "classOfService", 4)), "classOfService");
        assertProblem(
                minimal(Map.of("from", "PRICES", "topic", "{a}", "when", "{a} = 'x'")),
                "condition \"{a} = 'x'\": character 5: expected ==");
        for (String name : List.of("k_topic", "usher_reason", "JMSPriority", "jms_x", " ")) {
            assertProblem(
                    minimal(Map.of("from", "PRICES", "topic", "{a}", "userProperties", Map.of(name, "{a}"))),
                    "userProperties has");
        }
        assertProblem(
                minimal(Map.of("from", "PRICES", "topic", "{a}", "userProperties", Map.of("x", "{a | uper}"))),
                "routes[0].userProperties.x: template \"{a | uper}\": character 1");
    }

    @Test
    void severalRoutesOfOneTopic() {
        Map<String, Object> conditional = Map.of("from", "P", "topic", "{a}", "when", "exists {a}");
        Map<String, Object> rest = Map.of("from", "P", "topic", "{b}");
        Map<String, Object> settings = minimal(rest);

        settings.put("routes", List.of(conditional, conditional, rest, Map.of("from", "Q", "topic", "{a}")));
        assertThat(RunningBridge.read(settings).routes())
                .extracting(RouteConfig::name)
                .containsExactly("P", "P-2", "P-3", "Q");

        settings.put("routes", List.of(rest, conditional));
        assertProblem(settings, "routes has P-2, which no record ever reaches: P before it has no when");

        settings.put("routes", List.of(conditional, Map.of("name", "P", "from", "Q", "topic", "{a}")));
        assertProblem(settings, "routes has two routes with the name P");
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

    private static Map<String, Object> with(Map<String, Object> settings, String key, Object value) {
        Map<String, Object> more = new HashMap<>(settings);
        more.put(key, value);
        return more;
    }
}
