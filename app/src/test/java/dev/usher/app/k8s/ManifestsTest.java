package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every manifest is what the Kubernetes API takes, and the check would notice if it were not. */
class ManifestsTest {
    private static final Path BASE = Base.FOLDER.resolve("base");

    static Stream<Path> files() {
        return Base.files().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValid(Path file) {
        assertThat(StrictManifests.problems(Base.text(file))).isEmpty();
    }

    @Test
    void allKindsAreThere() {
        assertThat(Base.all())
                .extracting(manifest -> manifest.path("kind").asText())
                .contains("Deployment", "Service", "ConfigMap", "NetworkPolicy", "PodDisruptionBudget")
                .as("secrets are the operator's")
                .doesNotContain("Secret");
    }

    @Test
    void theBaseIsTheBridgeAndTheEntitlementsService() throws IOException {
        assertThat(resources(BASE)).containsExactlyInAnyOrder("bridge", "entitlements");
    }

    /** Each is deployed alone: what is in its folder is all of it, and nothing of the other. */
    @ParameterizedTest
    @ValueSource(strings = {"bridge", "entitlements"})
    void kustomizationListsEveryManifest(String component) throws IOException {
        Path folder = BASE.resolve(component);

        assertThat(resources(folder).stream().map(folder::resolve))
                .containsExactlyInAnyOrderElementsOf(Base.files(folder));
        for (Path file : Base.files(folder)) {
            assertThat(StrictManifests.documents(Base.text(file)))
                    .isNotEmpty()
                    .allSatisfy(manifest -> assertThat(manifest.at("/metadata/labels")
                                    .path("app.kubernetes.io/component")
                                    .asText())
                            .isEqualTo(component));
        }
    }

    private static List<String> resources(Path folder) throws IOException {
        JsonNode kustomization = StrictManifests.documents(Base.text(folder.resolve(Base.KUSTOMIZATION)))
                .get(0);
        assertThat(kustomization.properties().stream().map(entry -> entry.getKey()))
                .containsExactlyInAnyOrder("apiVersion", "kind", "resources");
        assertThat(kustomization.path("kind").asText()).isEqualTo("Kustomization");
        return Base.texts(kustomization.path("resources"));
    }

    /** Each line breaks the bridge's good manifest in one way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            imagePullPolicy: IfNotPresent  | imagePullpolicy: IfNotPresent   | imagePullpolicy
            periodSeconds: 2               | periodSecond: 2                 | periodSecond
            replicas: 2                    | replicas: two                   | two
            readOnlyRootFilesystem: true   | readonlyRootFilesystem: true    | readonlyRootFilesystem
            defaultMode: 288               | defaultmode: 288                | defaultmode
            maxUnavailable: 1              | maxUnavailabel: 1               | maxUnavailabel
            publishNotReadyAddresses: true | publishNotReadyAddresses: maybe | maybe
            containerPort: 8092            | containerPort: http             | http
            kind: Deployment               | kind: Deploymnet                | Deploymnet
            apiVersion: policy/v1          | apiVersion: policy/v1beta1      | policy/v1beta1
            """)
    void aMistakeIsCaught(String good, String bad, String named) {
        String manifest = bridge();
        assertThat(manifest).contains(good);

        assertThat(StrictManifests.problems(manifest.replace(good, bad)))
                .isNotEmpty()
                .anySatisfy(problem -> assertThat(problem).contains(named));
    }

    @Test
    void aMissingSelectorIsCaught() {
        String selector = """
                  selector:
                    matchLabels:
                      app.kubernetes.io/name: usher
                      app.kubernetes.io/component: bridge
                  strategy:
                """;
        assertThat(bridge()).contains(selector);

        assertThat(StrictManifests.problems(bridge().replace(selector, "  strategy:\n")))
                .anySatisfy(problem -> assertThat(problem).contains("selector"));
    }

    @Test
    void aKeyGivenTwiceIsCaught() {
        assertThat(StrictManifests.problems(bridge().replace("  replicas: 2", "  replicas: 2\n  replicas: 3")))
                .anySatisfy(problem -> assertThat(problem).contains("replicas"));
    }

    @Test
    void aKindWithoutAModelIsNotPassedOver() {
        assertThat(StrictManifests.problems("apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n"))
                .isEqualTo(List.of("no model of v1 Secret"));
    }

    private static String bridge() {
        return Base.text(BASE.resolve("bridge/bridge.yaml"));
    }
}
