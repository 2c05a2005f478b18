package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.app.ConfigFile;
import dev.usher.app.Main;
import dev.usher.bridge.BridgeConfig;
import dev.usher.entitlements.BrokerConfig;
import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.entitlements.catalog.CatalogFile;
import dev.usher.entitlements.core.Definitions;
import dev.usher.runtime.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration in the ConfigMaps is read by the services that it is for, from the files that their pods see. */
class ManifestConfigTest {
    private static final Pattern PATH = Pattern.compile("(?<=passwordFile: |catalog: )\\S+");

    @TempDir
    private Path folder;

    @Test
    void theBridgeReadsItsConfiguration() {
        BridgeConfig bridge = read("bridge", Map.of("USHER_BRIDGE_SOLACE_PASSWORD_FILE", secret()), BridgeConfig::from);

        assertThat(bridge.management().port()).isEqualTo(ports("usher-bridge").get("management"));
        assertThat(bridge.solace().clientName())
                .as("replicas with one client name evict each other")
                .isEmpty();
        assertThat(bridge.solace().warnings()).isEmpty();
    }

    /** The only variable in the manifests: it reaches the Kafka clients. */
    @Test
    void theBridgeTakesKafkaPropertiesFromItsSecret() {
        JsonNode variable = Base.container(Base.named("Deployment", "usher-bridge"))
                .path("env")
                .get(0);
        Map<String, String> environment = new HashMap<>(Map.of("USHER_BRIDGE_SOLACE_PASSWORD_FILE", secret()));
        environment.put(variable.path("name").asText(), "security.protocol=SASL_SSL,sasl.mechanism=PLAIN");

        assertThat(read("bridge", environment, BridgeConfig::from).kafka().properties())
                .containsOnlyKeys("security.protocol", "sasl.mechanism");
    }

    @Test
    void theEntitlementsServiceReadsItsConfiguration() {
        EntitlementsConfig entitlements = entitlements();

        assertThat(ports("usher-entitlements"))
                .containsOnly(
                        Map.entry("api", entitlements.api().port()),
                        Map.entry("management", entitlements.management().port()));
        assertThat(entitlements.brokers()).allSatisfy(broker -> {
            assertThat(broker.manager().warnings()).isEmpty();
            assertThat(broker.semp().uri()).hasScheme("https");
        });
    }

    @Test
    void theCatalogIsOneAndNamesBrokersThereAre() throws IOException {
        Path mounted = Path.of(entitlements().catalog().orElseThrow().toString());
        Definitions catalog =
                CatalogFile.parse("catalog", files("usher-entitlements").get(mounted.toString()));
        List<String> brokers =
                entitlements().brokers().stream().map(BrokerConfig::name).toList();

        assertThat(catalog.users())
                .isNotEmpty()
                .allSatisfy(user -> assertThat(brokers)
                        .containsAll(user.user().clientUsernames().keySet()));
    }

    /** Kubernetes never updates what is mounted with subPath, so routes could not be reloaded. */
    @Test
    void theBridgeSeesChangesOfItsConfigMap() {
        JsonNode mount = Base.elements(
                        Base.container(Base.named("Deployment", "usher-bridge")).path("volumeMounts"))
                .filter(found -> found.path("name").asText().equals("config"))
                .findFirst()
                .orElseThrow();

        assertThat(mount.path("mountPath").asText()).isEqualTo("/etc/usher");
        assertThat(mount.has("subPath")).isFalse();
        assertThat(mount.has("subPathExpr")).isFalse();
    }

    /** In tests the secrets are elsewhere, so their paths are compared with what is mounted. */
    @ParameterizedTest
    @ValueSource(strings = {"usher-bridge", "usher-entitlements"})
    void everyFileThatIsNamedIsMounted(String deployment) {
        String config = files(deployment).get("/etc/usher/usher.yaml");
        List<String> named =
                PATH.matcher(config).results().map(MatchResult::group).toList();

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(path -> assertThat(files(deployment)).containsKey(path));
        assertThat(config).doesNotContainPattern("password: ");
    }

    @ParameterizedTest
    @CsvSource({"usher-bridge, bridge", "usher-entitlements, entitlements"})
    void theCommandIsOneOfOurs(String deployment, String command) {
        List<String> words =
                Base.texts(Base.container(Base.named("Deployment", deployment)).path("command"));
        int main = words.indexOf(Main.class.getName());

        assertThat(words.get(0)).isEqualTo("java");
        assertThat(words.subList(main - 2, main)).containsExactly("-cp", "/opt/usher/lib/*");
        assertThat(words.subList(main + 1, words.size())).containsExactly(command, "--config", "/etc/usher/usher.yaml");
        assertThat(files(deployment)).containsKey("/etc/usher/usher.yaml");
    }

    private EntitlementsConfig entitlements() {
        return read(
                "entitlements",
                Map.of(
                        "USHER_ENTITLEMENTS_POSTGRES_PASSWORD_FILE", secret(),
                        "USHER_ENTITLEMENTS_BROKERS_0_SEMP_PASSWORD_FILE", secret(),
                        "USHER_ENTITLEMENTS_BROKERS_0_MANAGER_PASSWORD_FILE", secret()),
                EntitlementsConfig::from);
    }

    private <T> T read(String node, Map<String, String> environment, Function<ConfigReader, T> reader) {
        Path file = write("usher.yaml", files("usher-" + node).get("/etc/usher/usher.yaml"));
        return ConfigFile.read(file, environment, node, reader);
    }

    private String secret() {
        return write("password", "a-password").toString();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Integer> ports(String deployment) {
        return Base.ports(Base.named("Deployment", deployment));
    }

    /** Path to content of the files that the container sees; secrets are empty here. */
    private static Map<String, String> files(String deploymentName) {
        JsonNode deployment = Base.named("Deployment", deploymentName);
        Map<String, String> mountPaths = Base.elements(
                        Base.container(deployment).path("volumeMounts"))
                .collect(Collectors.toMap(
                        mount -> mount.path("name").asText(),
                        mount -> mount.path("mountPath").asText()));
        Map<String, String> files = new TreeMap<>();
        Base.elements(Base.podTemplate(deployment).at("/spec/volumes")).forEach(volume -> {
            String mountPath = Optional.ofNullable(
                            mountPaths.get(volume.path("name").asText()))
                    .orElseThrow();
            if (volume.has("configMap")) {
                Base.named("ConfigMap", volume.at("/configMap/name").asText())
                        .path("data")
                        .properties()
                        .forEach(entry -> files.put(
                                mountPath + "/" + entry.getKey(),
                                entry.getValue().asText()));
            }
            Base.elements(volume.at("/secret/items"))
                    .forEach(item ->
                            files.put(mountPath + "/" + item.path("path").asText(), ""));
        });
        return files;
    }
}
