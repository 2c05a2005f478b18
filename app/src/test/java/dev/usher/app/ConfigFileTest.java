package dev.usher.app;

import static dev.usher.app.SampleConfig.BRIDGE;
import static dev.usher.app.SampleConfig.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.usher.bridge.BridgeConfig;
import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.Secret;
import dev.usher.runtime.solace.SolaceAuthentication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsItsOwnNodeAndLeavesTheOtherAlone() {
        BridgeConfig bridge = read(BRIDGE + "entitlements: {whatever: 1}\n", Map.of());

        assertThat(bridge.kafka().groupId()).isEqualTo("usher");
        assertThat(bridge.solace().authentication()).isEqualTo(new SolaceAuthentication.Basic(Secret.of(PASSWORD)));
    }

    @Test
    void theEnvironmentWins() {
        BridgeConfig bridge =
                read(BRIDGE, Map.of("USHER_BRIDGE_KAFKA_GROUP_ID", "other", "USHER_BRIDGE_SOLACE_PASSWORD", "another"));

        assertThat(bridge.kafka().groupId()).isEqualTo("other");
        assertThat(bridge.solace().authentication()).isEqualTo(new SolaceAuthentication.Basic(Secret.of("another")));
    }

    @Test
    void aSectionThatIsNeitherIsUnknown() {
        assertThat(problemsOf(BRIDGE + "bridges: {}\n")).contains("bridges: is not a known key; did you mean bridge?");
    }

    @Test
    void aKeyGivenTwiceIsNamed() {
        assertThat(problemsOf(BRIDGE.replace("groupId: usher", "groupId: usher\n    groupId: other")))
                .contains("is not valid YAML at line", "groupId");
    }

    @Test
    void aSecondDocumentIsNotLeftOutSilently() {
        assertThat(problemsOf(BRIDGE + "---\n" + BRIDGE)).contains("it must be one map");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- bridge", "bridge", "42"})
    void theFileIsAMap(String text) {
        assertThat(problemsOf(text)).contains("it must be one map with the keys bridge and entitlements");
    }

    /** The YAML parser's own messages quote the line, and with it a password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password: \"s3cr3t-Pa55",
                "password: s3cr3t-Pa55: x",
                "password: 's3cr3t-Pa55' s3cr3t-Pa55",
                "password: \"s3cr3t-Pa55\\q\"",
                "password: !s3cr3t-Pa55!s3cr3t-Pa55 x",
                "password: &s3cr3t-Pa55& x",
                "password: [s3cr3t-Pa55",
                "password: {s3cr3t-Pa55",
                "password: %s3cr3t-Pa55\n  \t- s3cr3t-Pa55",
                "password: @s3cr3t-Pa55",
                "password: `s3cr3t-Pa55",
                "  password: s3cr3t-Pa55"
            })
    void brokenYamlIsLocatedWithoutRepeatingIt(String line) {
        String problems = problemsOf(BRIDGE.replace("password: " + PASSWORD, line));

        assertThat(problems).contains("is not valid YAML at line ").doesNotContain(PASSWORD, "s3cr3t");
    }

    @Test
    void theLineOfBrokenYamlIsRight() {
        assertThat(problemsOf("bridge:\n  kafka:\n    groupId: \"usher\" x\n")).contains("is not valid YAML at line 3");
    }

    @Test
    void whatIsNotTextIsSaidToBeNone() throws IOException {
        Path file = Files.write(folder.resolve("binary.yaml"), new byte[] {'a', ':', ' ', (byte) 0xC3, 0x28});

        assertThatThrownBy(() -> ConfigFile.read(file, Map.of(), "bridge", BridgeConfig::from))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not UTF-8 text");
    }

    @Test
    void aFolderCannotBeRead() {
        assertThatThrownBy(() -> ConfigFile.read(folder, Map.of(), "bridge", BridgeConfig::from))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot be read");
    }

    private String problemsOf(String text) {
        ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> read(text, Map.of()));
        assertThat(wrong).isNotNull();
        return String.join("\n", wrong.problems());
    }

    private BridgeConfig read(String text, Map<String, String> environment) {
        return ConfigFile.read(SampleConfig.write(folder, text), environment, "bridge", BridgeConfig::from);
    }
}
