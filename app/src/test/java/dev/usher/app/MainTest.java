package dev.usher.app;

import static dev.usher.app.SampleConfig.BRIDGE;
import static dev.usher.app.SampleConfig.ENTITLEMENTS;
import static dev.usher.app.SampleConfig.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes and what is printed; nothing here gets as far as opening a socket. */
class MainTest {
    @TempDir
    private Path folder;

    @Test
    void namesItsCommands() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("bridge", "entitlements", "dev  ", "broker  ");
    }

    @Test
    void aCallWithoutACommandIsWrong() {
        CommandRun run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("name a command", "Usage: usher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"brigde", "bridge --confg x", "bridge --config", "bridge extra"})
    void aWrongCallIsNotAFailureOfTheService(String call) {
        CommandRun run = CommandRun.of(call.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .containsAnyOf("Usage: usher", "Did you mean", "Possible solutions")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bridge", "entitlements"})
    void aValidConfigurationPassesTheCheck(String command) {
        CommandRun run = CommandRun.of(command, "--check", "--config", file(BRIDGE + ENTITLEMENTS));

        assertThat(run.exitCode()).as(run.everything()).isZero();
        assertThat(run.out()).contains("is valid");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theCheckWarnsOfWhatIsValidButDangerous() {
        String elsewhere = BRIDGE.replace("tcp://127.0.0.1", "tcp://broker.example.com");

        CommandRun run = CommandRun.of("bridge", "--check", "--config", file(elsewhere));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("warning: solace: password and messages travel unencrypted");
    }

    @Test
    void allProblemsAreNamedAtOnceAndNothingElse() {
        String wrong = BRIDGE.replace("groupId: usher", "groupID: usher\n    commitInterval: soon")
                .replace("username: bridge", "username: ''")
                .replace("port: 0", "port: 70000")
                .replace("topic: \"", "topic: \"//");

        CommandRun run = CommandRun.of("bridge", "--config", file(wrong));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines().findFirst()).contains("usher: the configuration is wrong:");
        assertThat(run.err())
                .contains(
                        "  - bridge.kafka.groupID: is not a known key; did you mean groupId?",
                        "  - bridge.kafka.groupId: is missing",
                        "  - bridge.kafka.commitInterval: is \"soon\"",
                        "  - bridge.solace.username: ",
                        "  - bridge.routes[0].topic: ",
                        "  - bridge.management.port: is 70000");
        assertThat(run.err().lines().skip(1)).allMatch(line -> line.startsWith("  - "));
        assertThat(run.everything()).doesNotContain(PASSWORD);
    }

    @Test
    void aMissingFileIsNamedWithTheWayOut() {
        CommandRun run =
                CommandRun.of("bridge", "--config", folder.resolve("none.yaml").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("none.yaml does not exist; name one with --config")
                .doesNotContain("\tat ");
    }

    @Test
    void anEmptyFileMissesEverythingItNeeds() {
        CommandRun run = CommandRun.of("bridge", "--config", file("# nothing yet\n"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("bridge.kafka.bootstrapServers: is missing", "bridge.solace.hosts: is missing");
    }

    @Test
    void aVariableWithATypingErrorStopsTheStart() {
        CommandRun run = CommandRun.of(
                Map.of("USHER_BRIDGE_KAFKA_GROUPID", "other"), "bridge", "--check", "--config", file(BRIDGE));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("USHER_BRIDGE_KAFKA_GROUPID", "did you mean USHER_BRIDGE_KAFKA_GROUP_ID?");
    }

    @Test
    void variablesOfTheLauncherAndOfTheOtherCommandAreNoProblem() {
        Map<String, String> environment =
                Map.of("USHER_JAVA_OPTS", "-Xmx1g", "USHER_ENTITLEMENTS_API_PORT", "1", "HOME", "/");

        assertThat(CommandRun.of(environment, "bridge", "--check", "--config", file(BRIDGE))
                        .err())
                .isEmpty();
    }

    @Test
    void theEntitlementsServiceRefusesToStartWhileItCannotTellItsCallersApart() {
        CommandRun run = CommandRun.of("entitlements", "--config", file(ENTITLEMENTS));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("entitlements.api.auth is not configured", "refuses to start outside `usher dev`")
                .doesNotContain("\tat ");
    }

    @Test
    void theCheckSaysThatItWouldNotStart() {
        CommandRun without = CommandRun.of("entitlements", "--check", "--config", file(ENTITLEMENTS));
        CommandRun with = CommandRun.of(
                "entitlements",
                "--check",
                "--config",
                file(ENTITLEMENTS
                        + "  api: {auth: {jwt: {issuer: i, audience: a, jwksUri: 'https://issuer.test/keys'}}}\n"));

        assertThat(without.out()).contains("warning: entitlements.api.auth is not configured");
        assertThat(with.exitCode()).as(with.err()).isZero();
        assertThat(with.out()).doesNotContain("entitlements.api.auth");
    }

    @Test
    void authenticationWithoutAnIssuerIsNone() {
        CommandRun run =
                CommandRun.of("entitlements", "--check", "--config", file(ENTITLEMENTS + "  api: {auth: {}}\n"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "entitlements.api.auth.jwt.issuer: is missing",
                        "entitlements.api.auth.jwt.audience: is missing",
                        "entitlements.api.auth.jwt.jwksUri: or jwksFile must say");
    }

    @Test
    void aWrongCatalogIsFoundByTheCheck() {
        String catalog = SampleConfig.write(folder, "catalog.yaml", "products: []\ngroups: []\nuserz: []\n")
                .toString();

        CommandRun run = CommandRun.of(
                "entitlements", "--check", "--config", file(ENTITLEMENTS + "  catalog: " + catalog + "\n"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("userz", "users: is missing");
    }

    @Test
    void aSecretFileThatIsMissingIsNamedBeforeAnythingStarts() throws IOException {
        String withFile = BRIDGE.replace("password: " + PASSWORD, "passwordFile: " + folder.resolve("password"));
        CommandRun without = CommandRun.of("bridge", "--check", "--config", file(withFile));
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        CommandRun with = CommandRun.of("bridge", "--check", "--config", file(withFile));

        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("bridge.solace.passwordFile: names ", "which does not exist");
        assertThat(with.exitCode()).as(with.err()).isZero();
    }

    private String file(String text) {
        return SampleConfig.write(folder, text).toString();
    }
}
