package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.app.ConfigFile;
import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.core.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each overlay changes one thing of the bridge and nothing else, and names the files that its pods see. */
class OverlaysTest {
    private static final Path OVERLAYS = Base.FOLDER.resolve("overlays");

    /** What an overlay is about, in the text of its configuration. */
    enum About {
        LOGIN("^ {4}(username|password|oauth|clientCertificate).*\\n( {6}.*\\n)*"),
        DELIVERY("^ {6}(eliding|delivery): .*\\n"),
        TRUST("^ {4}(tls|properties):\\n( {6}.*\\n)*|(?<=kafka-bootstrap.kafka.svc:)\\d+");

        private final Pattern pattern;

        About(String pattern) {
            this.pattern = Pattern.compile("(?m)" + pattern + "|^ *#.*\\n");
        }

        String leftOut(String config) {
            return pattern.matcher(config).replaceAll("");
        }
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "oauth, oauth, OAUTH_CLIENT_SECRET_FILE",
        "client-certificate, clientCertificate, CLIENT_CERTIFICATE_KEY_STORE_PASSWORD_FILE",
        "guaranteed, password, PASSWORD_FILE",
        "private-ca, password, PASSWORD_FILE"
    })
    void theBridgeReadsItsConfiguration(String overlay, String way, String variable) throws IOException {
        BridgeConfig bridge = read(overlay, variable);
        assertThat(bridge.solace().authentication().key()).isEqualTo(way);
        assertThat(bridge.solace().warnings()).isEmpty();
        assertThat(bridge.routes())
                .allSatisfy(route -> assertThat(route.delivery().mode() == Delivery.Mode.GUARANTEED)
                        .isEqualTo(overlay.equals("guaranteed")));
    }

    @ParameterizedTest
    @CsvSource({
        "oauth, secrets, /etc/usher-secrets/",
        "client-certificate, secrets, /etc/usher-secrets/",
        "private-ca, tls, /etc/usher-tls/"
    })
    void everyFileThatIsNamedIsMounted(String overlay, String name, String at) throws IOException {
        List<String> named = Pattern.compile("(?<=" + at + ")\\S+")
                .matcher(config(overlay))
                .results()
                .map(MatchResult::group)
                .toList();
        JsonNode volume = document(overlay, "bridge.yaml").at("/spec/template/spec/volumes/0");
        assertThat(volume.path("name").asText()).isEqualTo(name);
        assertThat(Base.elements(volume.at("/secret/items"))
                        .map(item -> item.path("path").asText()))
                .containsExactlyInAnyOrderElementsOf(named)
                .isNotEmpty();
        assertThat(mounts(overlay, name)).containsExactly(at);
        String howTo = Base.text(OVERLAYS.resolve(overlay).resolve("bridge.yaml"));
        assertThat(howTo)
                .contains("create secret generic "
                        + volume.at("/secret/secretName").asText());
        assertThat(named).allSatisfy(file -> assertThat(howTo).contains("--from-file=" + file));
    }

    /** Where the base mounts a volume, or the overlay does, each with a slash at its end. */
    private static List<String> mounts(String overlay, String volume) throws IOException {
        Stream<JsonNode> base = Base.elements(
                Base.container(Base.named("Deployment", "usher-bridge")).path("volumeMounts"));
        Stream<JsonNode> own =
                Base.elements(document(overlay, "bridge.yaml").at("/spec/template/spec/containers/0/volumeMounts"));
        return Stream.concat(base, own)
                .filter(mount -> mount.path("name").asText().equals(volume))
                .peek(mount -> assertThat(mount.path("readOnly").asBoolean()).isTrue())
                .map(mount -> mount.path("mountPath").asText() + "/")
                .toList();
    }

    /** A container of another name would be a second one. */
    @Test
    void thePrivateAuthorityIsForTheContainerOfTheBase() throws IOException {
        JsonNode patched = document("private-ca", "bridge.yaml").at("/spec/template/spec/containers");
        assertThat(patched).hasSize(1);
        assertThat(patched.get(0).path("name"))
                .isEqualTo(
                        Base.container(Base.named("Deployment", "usher-bridge")).path("name"));
    }

    @ParameterizedTest
    @CsvSource({"oauth, LOGIN", "client-certificate, LOGIN", "guaranteed, DELIVERY", "private-ca, TRUST"})
    void nothingElseDiffersFromTheBase(String overlay, About about) throws IOException {
        String base =
                Base.named("ConfigMap", "usher-bridge").at("/data/usher.yaml").asText();
        assertThat(about.leftOut(config(overlay)))
                .isEqualTo(about.leftOut(base))
                .contains("hosts:", "topic:");
        assertThat(config(overlay)).isNotEqualTo(base);
    }

    @Test
    void eachIsMadeOfTheBridgeAndItsPatches() throws IOException {
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            assertThat(overlays).hasSize(4).allSatisfy(overlay -> {
                JsonNode kustomization = StrictManifests.documents(Base.text(overlay.resolve(Base.KUSTOMIZATION)))
                        .get(0);
                assertThat(Base.texts(kustomization.path("resources"))).containsExactly("../../base/bridge");
                assertThat(Base.elements(kustomization.path("patches"))
                                .map(patch -> overlay.resolve(patch.path("path").asText())))
                        .containsExactlyInAnyOrderElementsOf(Base.files(overlay))
                        .isNotEmpty();
                for (Path patch : Base.files(overlay)) {
                    JsonNode manifest =
                            StrictManifests.documents(Base.text(patch)).get(0);
                    Base.named(manifest.path("kind").asText(), Base.name(manifest));
                }
            });
        }
    }

    private BridgeConfig read(String overlay, String variable) throws IOException {
        Path file = Files.writeString(folder.resolve("usher.yaml"), config(overlay));
        Path secret = Files.writeString(folder.resolve("secret"), "a-secret");
        return ConfigFile.read(
                file, Map.of("USHER_BRIDGE_SOLACE_" + variable, secret.toString()), "bridge", BridgeConfig::from);
    }

    private static String config(String overlay) throws IOException {
        return document(overlay, "bridge-config.yaml").at("/data/usher.yaml").asText();
    }

    private static JsonNode document(String overlay, String file) throws IOException {
        return StrictManifests.documents(Base.text(OVERLAYS.resolve(overlay).resolve(file)))
                .get(0);
    }
}
