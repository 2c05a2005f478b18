package dev.usher.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private enum Delivery {
        DIRECT,
        AT_LEAST_ONCE
    }

    private record Window(int low, int high) {
        Window {
            if (low >= high) {
                throw new IllegalArgumentException("low must be below high");
            }
        }
    }

    private static <T> T read(Map<String, ?> root, Function<ConfigReader, T> reader) {
        return ConfigReader.read(root, Map.of(), reader);
    }

    private static List<String> problems(
            Map<String, ?> root, Map<String, String> environment, Function<ConfigReader, ?> f) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(root, environment, f));
        assertThat(e).as("a ConfigException").isNotNull();
        e.problems().forEach(problem -> assertThat(e).hasMessageContaining(problem));
        return e.problems();
    }

    private static List<String> problems(Map<String, ?> root, Function<ConfigReader, ?> f) {
        return problems(root, Map.of(), f);
    }

    @Test
    void readsEveryType() {
        Map<String, Object> root = Map.ofEntries(
                Map.entry("name", "usher"),
                Map.entry("count", 7),
                Map.entry("big", 5_000_000_000L),
                Map.entry("on", true),
                Map.entry("wait", "200ms"),
                Map.entry("where", "https://broker:943/SEMP"),
                Map.entry("password", "swordfish"),
                Map.entry("delivery", "at-least-once"),
                Map.entry("hosts", List.of("a", "b")),
                Map.entry("client", Map.of("max.poll.records", 500, "acks", "all")),
                Map.entry("node", Map.of("deep", "d")),
                Map.entry("rows", List.of(Map.of("id", "r0"), Map.of("id", "r1"))),
                Map.entry("named", Map.of("nasdaq-l1", Map.of("id", "n"))),
                Map.entry("upper", "abc"));
        String seen = read(root, r -> {
            assertThat(r.string("name")).isEqualTo("usher");
            assertThat(r.integer("count", 0, 10)).isEqualTo(7);
            assertThat(r.longInteger("big", 0, 0, Long.MAX_VALUE)).isEqualTo(5_000_000_000L);
            assertThat(r.bool("on")).isTrue();
            assertThat(r.duration("wait")).isEqualTo(Duration.ofMillis(200));
            assertThat(r.uri("where")).isEqualTo(URI.create("https://broker:943/SEMP"));
            assertThat(r.secret("password").reveal()).isEqualTo("swordfish");
            assertThat(r.oneOf("delivery", Delivery.class)).isEqualTo(Delivery.AT_LEAST_ONCE);
            assertThat(r.strings("hosts")).containsExactly("a", "b");
            assertThat(r.stringMap("client")).isEqualTo(Map.of("max.poll.records", "500", "acks", "all"));
            assertThat(r.node("node").string("deep")).isEqualTo("d");
            assertThat(r.nodes("rows").stream().map(row -> row.string("id"))).containsExactly("r0", "r1");
            assertThat(r.namedNodes("named").get("nasdaq-l1").string("id")).isEqualTo("n");
            return r.parsed("upper", text -> text + "!");
        });
        assertThat(seen).isEqualTo("abc!");
    }

    @Test
    void fallsBackOnlyWhenAbsent() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("name", null);
        read(nothing, r -> {
            assertThat(r.string("name", "usher")).isEqualTo("usher");
            assertThat(r.optionalString("other")).isEmpty();
            assertThat(r.integer("count", 3, 0, 10)).isEqualTo(3);
            assertThat(r.port("port", 0)).isZero();
            assertThat(r.bool("on", true)).isTrue();
            assertThat(r.duration("wait", Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
            assertThat(r.optionalUri("where")).isEmpty();
            assertThat(r.optionalSecret("password")).isEmpty();
            assertThat(r.oneOf("delivery", Delivery.class, Delivery.DIRECT)).isEqualTo(Delivery.DIRECT);
            assertThat(r.strings("hosts", List.of("x"))).containsExactly("x");
            assertThat(r.stringMap("client")).isEmpty();
            assertThat(r.optionalNode("node")).isEmpty();
            assertThat(r.nodes("rows")).isEmpty();
            assertThat(r.namedNodes("named")).isEmpty();
            assertThat(r.optionalParsed("upper", Function.identity())).isEmpty();
            return null;
        });
    }

    @Test
    void namesAllProblemsAtOnce() {
        Map<String, Object> root = Map.of(
                "bridge",
                Map.of("topik", "PRICES", "maxInFlight", 0, "wait", "5", "delivery", "at_least_once", "hosts", "a"));
        List<String> problems = problems(root, r -> {
            ConfigReader bridge = r.node("bridge");
            bridge.string("topic");
            bridge.integer("maxInFlight", 100, 1, 1000);
            bridge.duration("wait");
            bridge.oneOf("delivery", Delivery.class);
            bridge.strings("hosts");
            bridge.uri("where");
            return null;
        });
        assertThat(problems)
                .containsExactly(
                        "bridge.topic: is missing; give text, or set USHER_BRIDGE_TOPIC",
                        "bridge.maxInFlight: is 0; give a whole number from 1 to 1000",
                        "bridge.wait: is \"5\"; give a duration such as 200ms, 5s, 1m, 1h or 1d",
                        "bridge.delivery: is \"at_least_once\"; give one of direct, at-least-once"
                                + " (did you mean at-least-once?)",
                        "bridge.hosts: is not a list; write one \"- element\" a line below it",
                        "bridge.where: is missing; give a URI such as https://host:443, or set USHER_BRIDGE_WHERE",
                        "bridge.topik: is not a known key; did you mean topic?");
    }

    @Test
    void saysWhichElementOfAListOfNodesIsWrong() {
        Map<String, Object> root = Map.of("brokers", List.of(Map.of("vpn", "a"), Map.of("vpm", "b"), "c"));
        List<String> problems = problems(
                root, r -> r.nodes("brokers").stream().map(b -> b.string("vpn")).toList());
        assertThat(problems)
                .containsExactly(
                        "brokers[2]: is not a map; write name: value below it",
                        "brokers[1].vpn: is missing; give text, or set USHER_BROKERS_1_VPN",
                        "brokers[2].vpn: is missing; give text, or set USHER_BROKERS_2_VPN",
                        "brokers[1].vpm: is not a known key; did you mean vpn?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "s", "-5s", "1.5s", "5 s", "5S", "1m30s", "0s", "", "999999999999999d", "36501d"})
    void refusesWhatIsNotADuration(String text) {
        assertThat(problems(Map.of("wait", text), r -> r.duration("wait")))
                .singleElement()
                .asString()
                .startsWith("wait: is ");
    }

    @ParameterizedTest
    @CsvSource({"200ms,PT0.2S", "5s,PT5S", "1m,PT1M", "1h,PT1H", "1d,PT24H", "36500d,PT876000H"})
    void readsDurations(String text, Duration expected) {
        Duration read = ConfigReaderTest.<Duration>read(Map.of("wait", text), r -> r.duration("wait"));
        assertThat(read).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "ten", "", "11", "-1", "99999999999999999999"})
    void refusesWhatIsNotANumberInRange(String text) {
        assertThat(problems(Map.of("count", text), r -> r.integer("count", 0, 10)))
                .singleElement()
                .asString()
                .endsWith("give a whole number from 0 to 10");
        assertThat(problems(Map.of("count", 1.5), r -> r.integer("count", 0, 10)))
                .containsExactly("count: is \"1.5\"; give a whole number from 0 to 10");
    }

    @Test
    void doesNotGuessWhatAnUnquotedNumberWas() {
        assertThat(problems(Map.of("version", 1.1), r -> r.string("version")))
                .containsExactly("version: is \"1.1\", which is not text; put it in quotes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1", ""})
    void refusesWhatIsNotABoolean(String text) {
        assertThat(problems(Map.of("on", text), r -> r.bool("on")))
                .singleElement()
                .asString()
                .endsWith("give true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:443", "/path", "https:///x", "https://ho st", "://"})
    void refusesAUriWithoutRepeatingIt(String text) {
        List<String> problems =
                problems(Map.of("where", text.replace("host:443", "//user:hunter2@/x")), r -> r.uri("where"));
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith("where: ").doesNotContain("hunter2");
    }

    @Test
    void turnsWhatAConstructorThrowsIntoAProblemOfItsNode() {
        Map<String, Object> root = Map.of("window", Map.of("low", 9, "high", 3));
        assertThat(problems(root, ConfigReaderTest::window)).containsExactly("window: low must be below high");
    }

    @Test
    void doesNotBlameTheConstructorForAStandIn() {
        Map<String, Object> root = Map.of("window", Map.of("low", 9, "high", "x"));
        assertThat(problems(root, ConfigReaderTest::window))
                .containsExactly("window.high: is \"x\"; give a whole number from 0 to 99");
    }

    @Test
    void aProblemElsewhereDoesNotHideAConstructorsComplaint() {
        Map<String, Object> root = Map.of("window", Map.of("low", 9, "high", 3));
        List<String> problems = problems(root, r -> {
            r.string("name");
            return window(r);
        });
        assertThat(problems)
                .containsExactly("name: is missing; give text, or set USHER_NAME", "window: low must be below high");
    }

    private static Window window(ConfigReader r) {
        ConfigReader node = r.node("window");
        return node.check(() -> new Window(node.integer("low", 0, 99), node.integer("high", 0, 99)));
    }

    @Test
    void aParserNamesItsProblemWithTheValue() {
        List<String> problems = problems(
                Map.of("filter", "a//b"),
                r -> r.parsed("filter", text -> {
                    throw new IllegalStateException("level 2 is empty");
                }));
        assertThat(problems).containsExactly("filter: is \"a//b\": level 2 is empty");
    }

    @Test
    void ownFailuresOfTheCallerAreNotDressedUp() {
        assertThatThrownBy(() -> read(Map.of(), r -> {
                    throw new IllegalStateException("a bug");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }

    @Test
    void aStandInThatBreaksTheCallerStillGivesTheProblems() {
        List<String> problems = problems(
                Map.of("unreached", 1), r -> r.<String>parsed("filter", x -> x).length());
        assertThat(problems).containsExactly("filter: is missing; give text, or set USHER_FILTER");
    }

    @Test
    void ignoresASectionOfSomebodyElse() {
        Map<String, String> environment = Map.of("USHER_DEV_FEED_RATE", "5", "USHER_HOME", "x");
        Optional<String> none = ConfigReader.read(Map.of("dev", Map.of("feed", 1)), environment, r -> {
            r.ignore("dev");
            r.ignoreVariable("USHER_HOME");
            return r.optionalString("name");
        });
        assertThat(none).isEmpty();
    }

    @Test
    void listsWhatIsKnownWhenNothingIsNear() {
        assertThat(problems(Map.of("zzz", 1), r -> Arrays.asList(r.optionalString("alpha"), r.optionalString("beta"))))
                .containsExactly("zzz: is not a known key; known here: alpha, beta");
        assertThat(problems(Map.of("zzz", 1), r -> null))
                .containsExactly("zzz: is not a known key; nothing is expected here");
    }

    @Test
    void refusesBadMapsAndListsOfText() {
        assertThat(problems(Map.of("m", Map.of("a", List.of("hunter2"))), r -> r.stringMap("m")))
                .containsExactly("m: has an entry a that is not text");
        assertThat(problems(Map.of("m", "x"), r -> r.stringMap("m")))
                .containsExactly("m: is not a map; give name: value below it");
        assertThat(problems(Map.of("l", List.of("a", 1)), r -> r.strings("l")))
                .containsExactly("l: has an element, number 2, that is blank or not text; put each element in quotes");
        assertThat(problems(Map.of("l", List.of()), r -> r.strings("l")))
                .containsExactly("l: is an empty list; give at least one element or leave the key out");
        assertThat(problems(Map.of("n", "x"), r -> r.nodes("n")))
                .containsExactly("n: is not a list; write one \"- name: value\" group a line below it");
    }
}
