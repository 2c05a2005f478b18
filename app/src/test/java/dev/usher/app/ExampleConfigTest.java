package dev.usher.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.bridge.BridgeConfig;
import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.runtime.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code usher.example.yaml} says all there is to say, and what it says is true. */
class ExampleConfigTest {
    private static final Path EXAMPLE = Repository.file("usher.example.yaml");
    private static final Pattern DEFAULT = Pattern.compile("#\\s*default\\s*$");

    @TempDir
    private Path folder;

    private String text;

    @BeforeEach
    void readExample() throws IOException {
        text = Files.readString(EXAMPLE);
    }

    @Test
    void theBridgeReadsIt() {
        BridgeConfig bridge = read(text, "bridge", BridgeConfig::from);

        assertThat(bridge.routes()).hasSize(2);
        assertThat(bridge.management().port()).isEqualTo(8092);
        assertThat(bridge.solace().warnings()).isEmpty();
    }

    @Test
    void theEntitlementsServiceReadsIt() {
        EntitlementsConfig entitlements = read(text, "entitlements", EntitlementsConfig::from);

        assertThat(entitlements.api().port()).isEqualTo(8090);
        assertThat(entitlements.management().port()).isEqualTo(8091);
        assertThat(entitlements.brokers()).hasSize(1);
    }

    @Test
    void whatItCallsADefaultIsOne() {
        String without =
                text.lines().filter(line -> !DEFAULT.matcher(line).find()).collect(Collectors.joining("\n"));
        assertThat(without.lines().count()).isLessThan(text.lines().count() - 30);

        assertThat(read(without, "bridge", BridgeConfig::from)).isEqualTo(read(text, "bridge", BridgeConfig::from));
        assertThat(read(without, "entitlements", EntitlementsConfig::from))
                .isEqualTo(read(text, "entitlements", EntitlementsConfig::from));
    }

    /** Every key that a reader asks for stands there, or at least as a comment. */
    @Test
    void itIsComplete() throws IOException {
        Set<String> asked = new LinkedHashSet<>();
        asked.addAll(asked("bridge", BridgeConfig::from));
        asked.addAll(asked("entitlements", EntitlementsConfig::from));
        Set<String> keys = new HashSet<>();
        collect("usher", new YAMLMapper().readTree(text), keys);
        Set<String> commentedOut = Pattern.compile("#\\s*([A-Za-z]+):\\s")
                .matcher(text)
                .results()
                .map(match -> plain(match.group(1)))
                .collect(Collectors.toSet());

        assertThat(asked).hasSizeGreaterThan(50).allSatisfy(variable -> {
            String plain = plain(variable);
            // In a comment a secret stands in one of its two ways only.
            assertThat(keys.contains(plain)
                            || commentedOut.stream().anyMatch(plain::endsWith)
                            || commentedOut.stream().anyMatch((plain + "FILE")::endsWith))
                    .as("%s is in %s", variable, EXAMPLE.getFileName())
                    .isTrue();
        });
    }

    private Set<String> asked(String node, Function<ConfigReader, ?> reader) {
        Set<String> asked = new LinkedHashSet<>();
        Map<String, String> environment = new HashMap<>(secretFiles()) {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(Object name) {
                asked.add((String) name);
                return super.get(name);
            }
        };
        environment.keySet().removeIf(name -> !name.startsWith("USHER_" + node.toUpperCase(Locale.ROOT)));
        ConfigFile.read(EXAMPLE, environment, node, reader);
        return asked;
    }

    private static void collect(String path, JsonNode node, Set<String> keys) {
        keys.add(plain(path));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(path + i, node.get(i), keys);
            }
        }
        node.properties().forEach(entry -> collect(path + entry.getKey(), entry.getValue(), keys));
    }

    /** A key path and its variable look the same then; elements of a list count as one, together they show every key. */
    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT).replaceAll("[0-9]+", "0");
    }

    private <T> T read(String yaml, String node, Function<ConfigReader, T> reader) {
        return ConfigFile.read(SampleConfig.write(folder, yaml), secretFiles(), node, reader);
    }

    private Map<String, String> secretFiles() {
        String password = SampleConfig.write(folder, "password", "a-password\n").toString();
        return Map.of(
                "USHER_BRIDGE_SOLACE_PASSWORD_FILE", password,
                "USHER_ENTITLEMENTS_POSTGRES_PASSWORD_FILE", password,
                "USHER_ENTITLEMENTS_BROKERS_0_SEMP_PASSWORD_FILE", password,
                "USHER_ENTITLEMENTS_BROKERS_0_MANAGER_PASSWORD_FILE", password);
    }
}
