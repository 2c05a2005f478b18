package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.app.CommandRun;
import dev.usher.app.ConfigFile;
import dev.usher.bridge.BridgeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code k8s/README.md} tells to type works on the configuration of the manifests. */
class ManifestGuideTest {
    private static final Pattern CHECK = Pattern.compile(
            "(?m)^ *((?:USHER_\\w+=\\S+ )+)\\./usher (bridge|entitlements) --check --config my-usher\\.yaml$");
    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(\\S+) ");
    private static final Pattern KAFKA_PROPERTIES = Pattern.compile("(?m)^ *(security\\.protocol=.*)$");
    private static final Pattern OVERLAY = Pattern.compile("(?m)^\\| `k8s/overlays/([a-z-]+)` \\|");

    @TempDir
    private Path folder;

    private final String guide = Base.text(Base.FOLDER.resolve("README.md"));

    /** On a machine without the files of the Secrets: each configuration is found valid by one of the commands. */
    @Test
    void itsChecksNeedNoSecretFiles() throws IOException {
        List<MatchResult> checks = CHECK.matcher(guide).results().toList();
        Map<String, String> configs = configs();
        assertThat(checks).hasSize(4);
        assertThat(configs).hasSize(6);
        configs.forEach((name, config) -> {
            List<CommandRun> runs = new ArrayList<>();
            for (MatchResult check : checks) {
                if (check.group(2).equals(name.equals("entitlements") ? name : "bridge")) {
                    runs.add(check(check, config));
                }
            }
            assertThat(runs.stream().filter(run -> run.exitCode() == 0))
                    .as(name + " " + runs)
                    .hasSize(1);
        });
    }

    private CommandRun check(MatchResult check, String config) {
        Map<String, String> environment = new HashMap<>();
        VARIABLE.matcher(check.group(1))
                .results()
                .forEach(variable -> environment.put(variable.group(1), variable.group(2)));
        environment.replaceAll((name, value) -> value.equals("my-catalog.yaml") ? catalog() : value);
        return CommandRun.of(environment, check.group(2), "--check", "--config", write("usher.yaml", config));
    }

    @Test
    void itsKafkaPropertiesAreTaken() {
        List<String> examples = KAFKA_PROPERTIES
                .matcher(guide)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(examples).hasSize(1);
        Path config = Path.of(write(
                "usher.yaml",
                Base.named("ConfigMap", "usher-bridge").at("/data/usher.yaml").asText()));

        // With the line end that a file has.
        Map<String, String> environment =
                Map.of("USHER_BRIDGE_SOLACE_PASSWORD", "x", "USHER_BRIDGE_KAFKA_PROPERTIES", examples.get(0) + "\n");
        BridgeConfig bridge = ConfigFile.read(config, environment, "bridge", BridgeConfig::from);

        assertThat(bridge.kafka().properties())
                .containsOnlyKeys(
                        "security.protocol",
                        "ssl.truststore.type",
                        "ssl.truststore.location",
                        "sasl.mechanism",
                        "sasl.jaas.config");
        assertThat(bridge.kafka().properties().get("sasl.jaas.config").reveal()).endsWith("\";");
    }

    /** The paragraph says so: whoever believes otherwise connects in plain text. */
    @Test
    void theSecretTakesThePlaceOfTheWholeMap() throws IOException {
        Path config = Path.of(write("usher.yaml", configs().get("private-ca")));
        Map<String, String> environment =
                Map.of("USHER_BRIDGE_SOLACE_PASSWORD", "x", "USHER_BRIDGE_KAFKA_PROPERTIES", "sasl.mechanism=PLAIN");

        assertThat(ConfigFile.read(config, environment, "bridge", BridgeConfig::from)
                        .kafka()
                        .properties())
                .containsOnlyKeys("sasl.mechanism");
    }

    @Test
    void itListsTheOverlaysThereAre() throws IOException {
        assertThat(OVERLAY.matcher(guide).results().map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(overlays());
    }

    /** Overlay, bridge or entitlements to its usher.yaml. */
    private static Map<String, String> configs() throws IOException {
        Map<String, String> configs = new TreeMap<>();
        for (String component : List.of("bridge", "entitlements")) {
            configs.put(
                    component,
                    Base.named("ConfigMap", "usher-" + component)
                            .at("/data/usher.yaml")
                            .asText());
        }
        for (String overlay : overlays()) {
            Path file = Base.FOLDER.resolve("overlays").resolve(overlay).resolve("bridge-config.yaml");
            configs.put(
                    overlay,
                    StrictManifests.documents(Base.text(file))
                            .get(0)
                            .at("/data/usher.yaml")
                            .asText());
        }
        return configs;
    }

    private static List<String> overlays() throws IOException {
        try (Stream<Path> overlays = Files.list(Base.FOLDER.resolve("overlays"))) {
            return overlays.map(overlay -> overlay.getFileName().toString()).toList();
        }
    }

    private String catalog() {
        return write(
                "my-catalog.yaml",
                Base.named("ConfigMap", "usher-catalog")
                        .at("/data/catalog.yaml")
                        .asText());
    }

    private String write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
