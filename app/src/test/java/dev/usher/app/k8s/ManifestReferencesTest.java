package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a manifest refers to by name or label is there. */
class ManifestReferencesTest {
    static final List<String> PROBES = List.of("startupProbe", "livenessProbe", "readinessProbe");

    static Stream<JsonNode> deployments() {
        return Base.ofKind("Deployment").stream();
    }

    @Test
    void everySecretKeyIsDocumentedAndEveryDocumentedOneUsed() {
        Map<String, Set<String>> used = new TreeMap<>();
        deployments().forEach(deployment -> {
            Base.elements(Base.container(deployment).path("env"))
                    .map(variable -> variable.at("/valueFrom/secretKeyRef"))
                    .filter(reference -> !reference.isMissingNode())
                    .forEach(reference -> used.computeIfAbsent(
                                    reference.path("name").asText(), name -> new TreeSet<>())
                            .add(reference.path("key").asText()));
            Base.elements(Base.podTemplate(deployment).at("/spec/volumes"))
                    .filter(volume -> volume.has("secret"))
                    .map(volume -> volume.path("secret"))
                    .forEach(secret -> {
                        assertThat(secret.path("items"))
                                .as("keys are named one by one")
                                .isNotEmpty();
                        Base.elements(secret.path("items"))
                                .forEach(item -> used.computeIfAbsent(
                                                secret.path("secretName").asText(), name -> new TreeSet<>())
                                        .add(item.path("key").asText()));
                    });
        });

        assertThat(used).hasSize(2).isEqualTo(Base.documentedSecrets());
    }

    @Test
    void noVariableHoldsASecretInTheManifest() {
        deployments()
                .flatMap(deployment -> Base.elements(Base.container(deployment).path("env")))
                .forEach(variable -> assertThat(variable.has("value"))
                        .as(variable.path("name").asText())
                        .isFalse());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void volumesComeFromSomewhereAndAreMounted(JsonNode deployment) {
        Set<String> volumes = new HashSet<>();
        Base.elements(Base.podTemplate(deployment).at("/spec/volumes")).forEach(volume -> {
            volumes.add(volume.path("name").asText());
            if (volume.has("configMap")) {
                Base.named("ConfigMap", volume.at("/configMap/name").asText());
            } else {
                assertThat(volume.has("secret") || volume.has("emptyDir"))
                        .as("a known kind of volume: %s", volume)
                        .isTrue();
            }
        });
        List<String> mounted = Base.elements(Base.container(deployment).path("volumeMounts"))
                .map(mount -> mount.path("name").asText())
                .toList();

        assertThat(mounted).containsExactlyInAnyOrderElementsOf(volumes);
    }

    @Test
    void everyConfigMapIsUsed() {
        Set<String> used = deployments()
                .flatMap(
                        deployment -> Base.elements(Base.podTemplate(deployment).at("/spec/volumes")))
                .filter(volume -> volume.has("configMap"))
                .map(volume -> volume.at("/configMap/name").asText())
                .collect(Collectors.toSet());

        assertThat(Base.ofKind("ConfigMap")).extracting(Base::name).containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void selectsItsOwnPodsAndNoOthers(JsonNode deployment) {
        assertThat(Base.selectedBy(deployment.at("/spec/selector/matchLabels"))).containsExactly(deployment);
        Base.elements(Base.podTemplate(deployment).at("/spec/topologySpreadConstraints"))
                .forEach(spread -> assertThat(Base.selectedBy(spread.at("/labelSelector/matchLabels")))
                        .containsExactly(deployment));
    }

    @ParameterizedTest
    @FieldSource("PROBES")
    void probesAskThePortThatAnswers(String probe) {
        assertThat(deployments()).isNotEmpty().allSatisfy(deployment -> {
            JsonNode request = Base.container(deployment).path(probe).path("httpGet");
            assertThat(request.path("port").asText()).isEqualTo("management");
            assertThat(Base.ports(deployment)).containsKey("management");
            assertThat(request.path("path").asText()).isEqualTo(probe.equals("readinessProbe") ? "/ready" : "/live");
        });
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void monitoringIsToldTheManagementPort(JsonNode deployment) {
        JsonNode annotations = Base.podTemplate(deployment).at("/metadata/annotations");

        assertThat(annotations.path("prometheus.io/port").asText())
                .isEqualTo(String.valueOf(Base.ports(deployment).get("management")));
        assertThat(annotations.path("prometheus.io/path").asText()).isEqualTo("/metrics");
    }

    @Test
    void servicesReachOnePortOfOneDeployment() {
        Map<String, String> reached = new LinkedHashMap<>();
        for (JsonNode service : Base.ofKind("Service")) {
            List<JsonNode> targets = Base.selectedBy(service.at("/spec/selector"));
            assertThat(targets).as(Base.name(service)).hasSize(1);
            assertThat(service.at("/spec/type").asText()).isEqualTo("ClusterIP");
            Base.elements(service.at("/spec/ports")).forEach(port -> {
                Map<String, Integer> ports = Base.ports(targets.get(0));
                assertThat(ports)
                        .containsEntry(
                                port.path("targetPort").asText(),
                                port.path("port").asInt());
                reached.put(
                        Base.name(service),
                        Base.name(targets.get(0)) + " "
                                + port.path("targetPort").asText());
            });
        }

        assertThat(reached)
                .containsOnly(
                        Map.entry("usher-entitlements", "usher-entitlements api"),
                        Map.entry("usher-entitlements-management", "usher-entitlements management"),
                        Map.entry("usher-bridge-management", "usher-bridge management"));
    }

    @Test
    void onlyTheBridgeHasADisruptionBudget() {
        assertThat(Base.ofKind("PodDisruptionBudget"))
                .singleElement()
                .satisfies(budget -> assertThat(Base.selectedBy(budget.at("/spec/selector/matchLabels")))
                        .containsExactly(Base.named("Deployment", "usher-bridge")));
    }

    @Test
    void everyPodIsBehindANetworkPolicyThatNamesRealPorts() {
        Map<String, JsonNode> policies = new HashMap<>();
        for (JsonNode policy : Base.ofKind("NetworkPolicy")) {
            List<JsonNode> targets = Base.selectedBy(policy.at("/spec/podSelector/matchLabels"));
            assertThat(targets).as(Base.name(policy)).hasSize(1);
            policies.put(Base.name(targets.get(0)), policy);
            assertThat(Base.texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress");
            Base.elements(policy.at("/spec/ingress")).forEach(rule -> {
                assertThat(rule.path("from"))
                        .as("a rule without from lets everybody in")
                        .isNotEmpty();
                assertThat(rule.path("ports"))
                        .as("a rule without ports opens all")
                        .isNotEmpty();
                Base.elements(rule.path("ports"))
                        .forEach(port -> assertThat(Base.ports(targets.get(0)))
                                .containsKey(port.path("port").asText()));
            });
        }

        assertThat(deployments().map(Base::name)).containsExactlyInAnyOrderElementsOf(policies.keySet());
    }

    @Test
    void onlyTheAuthServiceReachesTheApi() {
        List<JsonNode> rules = Base.elements(
                        Base.named("NetworkPolicy", "usher-entitlements").at("/spec/ingress"))
                .filter(rule -> Base.elements(rule.path("ports"))
                        .anyMatch(port -> port.path("port").asText().equals("api")))
                .toList();

        assertThat(rules).singleElement().satisfies(rule -> {
            assertThat(rule.path("ports")).hasSize(1);
            assertThat(rule.path("from")).hasSize(1);
            assertThat(rule.path("from").get(0).toString())
                    .isEqualTo("{\"podSelector\":{\"matchLabels\":{\"usher.dev/role\":\"auth-service\"}}}");
        });
    }
}
