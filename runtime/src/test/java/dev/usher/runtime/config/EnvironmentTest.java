package dev.usher.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    private static List<String> problems(
            Map<String, ?> root, Map<String, String> environment, Function<ConfigReader, ?> f) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(root, environment, f));
        assertThat(e).as("a ConfigException").isNotNull();
        return e.problems();
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.cD, USHER_A_B_C_D",
        "vpn, USHER_VPN",
        "bridge.kafka.maxPollRecords, USHER_BRIDGE_KAFKA_MAX_POLL_RECORDS",
        "brokers[0].password, USHER_BROKERS_0_PASSWORD",
        "brokers[12].passwordFile, USHER_BROKERS_12_PASSWORD_FILE",
        "semp.baseURL, USHER_SEMP_BASE_URL",
        "semp.URLBase, USHER_SEMP_URL_BASE",
        "products.nasdaq-l1.name, USHER_PRODUCTS_NASDAQ_L1_NAME",
        "tls12Only, USHER_TLS12_ONLY",
    })
    void spellsAKeyPath(String path, String name) {
        assertThat(EnvironmentNames.of(path)).isEqualTo(name);
    }

    @Property
    void aNameIsAlwaysOneAShellCanSet(@ForAll("paths") String path) {
        assertThat(EnvironmentNames.of(path)).matches("USHER(_[A-Z0-9]+)+");
    }

    @Property
    void aVariableWinsOverTheFile(@ForAll("paths") String path, @ForAll int inFile, @ForAll int inEnvironment) {
        String[] keys = path.split("\\.");
        Map<String, Object> root = Map.of(keys[keys.length - 1], inFile);
        for (int i = keys.length - 2; i >= 0; i--) {
            root = Map.of(keys[i], root);
        }
        Map<String, String> environment = Map.of(EnvironmentNames.of(path), String.valueOf(inEnvironment));
        int read = ConfigReader.read(root, environment, r -> {
            ConfigReader node = r;
            for (int i = 0; i < keys.length - 1; i++) {
                node = node.node(keys[i]);
            }
            return node.integer(keys[keys.length - 1], Integer.MIN_VALUE, Integer.MAX_VALUE);
        });
        assertThat(read).isEqualTo(inEnvironment);
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> key = Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(4)
                .flatMap(head ->
                        Arbitraries.strings().alpha().numeric().ofMaxLength(8).map(tail -> head + tail));
        return key.list().ofMinSize(1).ofMaxSize(4).map(keys -> String.join(".", keys));
    }

    @Test
    void createsNodesAndOverridesElementsOfAList() {
        Map<String, String> environment = Map.of(
                "USHER_SOLACE_VPN", "prod",
                "USHER_SOLACE_HOSTS", "tcp://a:1, tcp://b:2",
                "USHER_SOLACE_PROPERTIES", "x=1,y=a=b",
                "USHER_BROKERS_0_VPN", "other",
                "PATH", "/bin");
        String all = ConfigReader.read(Map.of("brokers", List.of(Map.of("vpn", "one"))), environment, r -> {
            ConfigReader solace = r.node("solace");
            return solace.string("vpn")
                    + solace.strings("hosts")
                    + solace.stringMap("properties")
                    + r.nodes("brokers").get(0).string("vpn");
        });
        assertThat(all).isEqualTo("prod[tcp://a:1, tcp://b:2]{x=1, y=a=b}other");
    }

    /** A comma separates: what is behind one inside a value would silently become something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config=Module required password=\"hunter2,x=y\";,a=b",
                "sasl.jaas.config=Module required password='hunter2,x=y';",
                "ssl.cipher.suites=hunter2,B"
            })
    void aValueWithACommaIsRefusedInAVariable(String map) {
        assertThat(problems(Map.of(), Map.of("USHER_PROPERTIES", map), r -> r.stringMap("properties")))
                .singleElement()
                .asString()
                .contains("a variable cannot hold a value that has a comma, so give the map in the file")
                .doesNotContain("hunter2");
    }

    @Test
    void quotesThatCloseAreFineInAVariable() {
        String map = "sasl.jaas.config=Module required password=\"it's\" user='a\"b';,x=1";
        assertThat(ConfigReader.<Map<String, String>>read(
                        Map.of(), Map.of("USHER_PROPERTIES", map), r -> r.stringMap("properties")))
                .isEqualTo(Map.of("sasl.jaas.config", "Module required password=\"it's\" user='a\"b';", "x", "1"));
        assertThat(ConfigReader.<Map<String, String>>read(
                        Map.of(), Map.of("USHER_PROPERTIES", "a=it's"), r -> r.stringMap("properties")))
                .isEqualTo(Map.of("a", "it's"));
    }

    @Test
    void reportsVariablesThatSetNothing() {
        Map<String, String> environment = Map.of(
                "USHER_SOLACE_VNP", "hunter2", "USHER_BRIDGE_PORT_8092_TCP_ADDR", "10.0.0.1", "USHER_ZZZZZZ", "q");
        assertThat(problems(Map.of(), environment, r -> r.node("solace").string("vpn", "default")))
                .containsExactly(
                        "USHER_BRIDGE_PORT_8092_TCP_ADDR: an environment variable that sets no known key; if Kubernetes put"
                                + " it there, set enableServiceLinks: false on the pod",
                        "USHER_SOLACE_VNP: an environment variable that sets no known key; did you mean USHER_SOLACE_VPN?",
                        "USHER_ZZZZZZ: an environment variable that sets no known key; unset it");
    }

    @Test
    void reportsAVariableThatStandsForTwoKeys() {
        assertThat(problems(
                        Map.of(),
                        Map.of("USHER_A_B", "x"),
                        r -> r.string("aB") + r.node("a").string("b")))
                .containsExactly("USHER_A_B: stands for both aB and a.b; set them in the file instead");
    }

    @Test
    void anEmptyVariableIsAnEmptyValueNotAnAbsentOne() {
        assertThat(problems(Map.of("vpn", "prod"), Map.of("USHER_VPN", ""), r -> r.string("vpn")))
                .containsExactly("vpn: is blank; give some text or leave the key out");
    }

    @Test
    void aFunctionServesAsEnvironmentToo() {
        Function<String, String> environment = name -> name.equals("USHER_VPN") ? "prod" : null;
        assertThat(ConfigReader.<String>read(Map.of(), environment, r -> r.string("vpn")))
                .isEqualTo("prod");
    }
}
