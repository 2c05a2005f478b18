package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.app.ConfigFile;
import dev.usher.bridge.BridgeConfig;
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

/** The overlays change how the bridge logs in to Solace and nothing else, and name the files that its pods see. */
class OverlaysTest {
    private static final Path OVERLAYS = Base.FOLDER.resolve("overlays");
    private static final Pattern SECRET = Pattern.compile("(?<=/etc/usher-secrets/)\\S+");
    private static final Pattern LOGIN =
            Pattern.compile("(?m)^ {4}(username|password|oauth|clientCertificate).*\\n( {6}.*\\n)*|^ *#.*\\n");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "oauth, oauth, OAUTH_CLIENT_SECRET_FILE",
        "client-certificate, clientCertificate, CLIENT_CERTIFICATE_KEY_STORE_PASSWORD_FILE"
    })
    void theBridgeReadsItsConfiguration(String overlay, String way, String variable) throws IOException {
        Path file = Files.writeString(folder.resolve("usher.yaml"), config(overlay));
        Path secret = Files.writeString(folder.resolve("secret"), "a-secret");
        BridgeConfig bridge = ConfigFile.read(
                file, Map.of("USHER_BRIDGE_SOLACE_" + variable, secret.toString()), "bridge", BridgeConfig::from);
        assertThat(bridge.solace().authentication().key()).isEqualTo(way);
        assertThat(bridge.solace().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"oauth", "client-certificate"})
    void everySecretThatIsNamedIsMounted(String overlay) throws IOException {
        List<String> named = SECRET.matcher(config(overlay))
                .results()
                .map(MatchResult::group)
                .toList();
        JsonNode volume = document(overlay, "bridge.yaml").at("/spec/template/spec/volumes/0");
        assertThat(volume.path("name").asText()).isEqualTo("secrets");
        assertThat(Base.elements(volume.at("/secret/items"))
                        .map(item -> item.path("path").asText()))
                .containsExactlyInAnyOrderElementsOf(named)
                .isNotEmpty();
        String howTo = Base.text(OVERLAYS.resolve(overlay).resolve("bridge.yaml"));
        assertThat(named).allSatisfy(name -> assertThat(howTo).contains("--from-file=" + name));
    }

    @ParameterizedTest
    @CsvSource({"oauth", "client-certificate"})
    void nothingElseDiffersFromTheBase(String overlay) throws IOException {
        String base =
                Base.named("ConfigMap", "usher-bridge").at("/data/usher.yaml").asText();
        assertThat(withoutLogin(config(overlay))).isEqualTo(withoutLogin(base)).contains("hosts:");
    }

    @Test
    void eachIsMadeOfTheBaseAndItsPatches() throws IOException {
        try (Stream<Path> overlays = Files.list(OVERLAYS)) {
            assertThat(overlays).hasSize(2).allSatisfy(overlay -> {
                String text = Base.text(overlay.resolve(Base.KUSTOMIZATION));
                assertThat(text).contains("- ../../base");
                assertThat(Base.files(overlay))
                        .hasSize(2)
                        .allSatisfy(patch -> assertThat(text).contains("- path: " + patch.getFileName()));
            });
        }
    }

    private static String withoutLogin(String config) {
        return LOGIN.matcher(config).replaceAll("");
    }

    private static String config(String overlay) throws IOException {
        return document(overlay, "bridge-config.yaml").at("/data/usher.yaml").asText();
    }

    private static JsonNode document(String overlay, String file) throws IOException {
        return StrictManifests.documents(Base.text(OVERLAYS.resolve(overlay).resolve(file)))
                .get(0);
    }
}
