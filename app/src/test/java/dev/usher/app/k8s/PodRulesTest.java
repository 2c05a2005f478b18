package dev.usher.app.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.usher.app.Service;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How our pods run: what the "restricted" Pod Security Standard asks for, and what the services themselves need. */
class PodRulesTest {
    static Stream<JsonNode> deployments() {
        return Base.ofKind("Deployment").stream();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void runsWithoutPrivileges(JsonNode deployment) {
        JsonNode pod = Base.podTemplate(deployment).path("spec");
        JsonNode context = pod.path("securityContext");
        JsonNode container = Base.container(deployment).path("securityContext");

        assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(context.path("runAsUser").asInt()).isPositive();
        assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(Base.texts(container.at("/capabilities/drop"))).containsExactly("ALL");
        assertThat(container.path("capabilities").has("add")).isFalse();
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void kubernetesAddsNoVariablesOfItsOwn(JsonNode deployment) {
        assertThat(Base.podTemplate(deployment).at("/spec/enableServiceLinks").asBoolean(true))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void isGivenLongerToStopThanItTakes(JsonNode deployment) {
        assertThat(Base.podTemplate(deployment)
                        .at("/spec/terminationGracePeriodSeconds")
                        .asLong())
                .isGreaterThan(Service.STOP_TIMEOUT.toSeconds() + 5);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void saysHowMuchItNeeds(JsonNode deployment) {
        JsonNode resources = Base.container(deployment).path("resources");

        assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
        assertThat(resources.at("/requests/memory").asText()).isNotEmpty();
        assertThat(resources.at("/limits/memory").asText())
                .isEqualTo(resources.at("/requests/memory").asText());
    }

    /** Otherwise the JVM decides by the memory it is given, and stops everything to collect with one thread. */
    @ParameterizedTest
    @MethodSource("deployments")
    void namesItsGarbageCollector(JsonNode deployment) {
        assertThat(Base.texts(Base.container(deployment).path("command"))).contains("-XX:+UseG1GC");
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void whatIsWrittenGoesToAVolumeOfItsOwn(JsonNode deployment) {
        Base.elements(Base.container(deployment).path("volumeMounts"))
                .forEach(mount -> assertThat(mount.path("readOnly").asBoolean())
                        .as(mount.path("mountPath").asText())
                        .isEqualTo(!mount.path("mountPath").asText().equals("/tmp")));
    }

    @Test
    void thereIsNeverASecondEntitlementsService() {
        JsonNode spec = Base.named("Deployment", "usher-entitlements").path("spec");

        assertThat(spec.path("replicas").asInt()).isEqualTo(1);
        assertThat(spec.at("/strategy/type").asText()).isEqualTo("Recreate");
    }

    @Test
    void theBridgeIsReplacedWithoutAGap() {
        JsonNode spec = Base.named("Deployment", "usher-bridge").path("spec");

        assertThat(spec.path("replicas").asInt()).isPositive();
        assertThat(spec.at("/strategy/type").asText()).isEqualTo("RollingUpdate");
        assertThat(spec.at("/strategy/rollingUpdate/maxUnavailable").asInt(-1)).isZero();
    }
}
