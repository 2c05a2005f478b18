package dev.usher.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {

    private record Login(String username, Secret password, Map<String, Secret> more) {}

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), text);
    }

    private static Secret read(Map<String, ?> root, Map<String, String> environment) {
        return ConfigReader.read(root, environment, r -> r.secret("password"));
    }

    private static List<String> problems(Map<String, ?> root, Map<String, String> environment) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(root, environment));
        assertThat(e).as("a ConfigException").isNotNull();
        return e.problems();
    }

    @Property
    void isNeverPrinted(@ForAll @NotEmpty String text) {
        assertThat(Secret.of(text).toString()).isEqualTo("****");
        assertThat(Secret.of(text).reveal()).isEqualTo(text);
        assertThat(Secret.of(text)).isEqualTo(Secret.of(text)).hasSameHashCodeAs(Secret.of(text));
        assertThat(Secret.of(text)).isNotEqualTo(Secret.of(text + "x"));
        assertThat(Secret.of(text).matches(text)).isTrue();
        assertThat(Secret.of(text).matches(null)).isFalse();
    }

    @Test
    void aRenderedConfigShowsNoSecret() {
        Map<String, Object> root = Map.of("username", "u", "password", "hunter2", "more", Map.of("sasl", "hunter3"));
        Login login = ConfigReader.read(
                root, Map.of(), r -> new Login(r.string("username"), r.secret("password"), r.secretMap("more")));
        assertThat(login.more().get("sasl").reveal()).isEqualTo("hunter3");
        assertThat(login.toString()).contains("****").doesNotContain("hunter");
    }

    @Test
    void isNotEmpty() {
        assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(problems(Map.of("password", ""), Map.of()))
                .containsExactly("password: is empty; give the secret or leave the key out");
    }

    @Test
    void comesFromAFileWithoutItsLastLineEnd() throws IOException {
        assertThat(read(Map.of("passwordFile", file("a b\n").toString()), Map.of())
                        .reveal())
                .isEqualTo("a b");
        assertThat(read(Map.of("passwordFile", file("a\r\n").toString()), Map.of())
                        .reveal())
                .isEqualTo("a");
        assertThat(read(Map.of("passwordFile", file("a\n\n").toString()), Map.of())
                        .reveal())
                .isEqualTo("a\n");
        assertThat(read(Map.of("passwordFile", file(" a").toString()), Map.of()).reveal())
                .isEqualTo(" a");
    }

    @ParameterizedTest
    @CsvSource({
        "USHER_PASSWORD,password,true",
        "USHER_PASSWORD,passwordFile,true",
        "USHER_PASSWORD_FILE,password,false",
        "USHER_PASSWORD_FILE,passwordFile,false"
    })
    void aVariableWinsHoweverItSaysIt(String variable, String key, boolean inline) throws IOException {
        String fromVariable = inline ? "mine" : file("mine").toString();
        assertThat(read(Map.of(key, "other"), Map.of(variable, fromVariable)).reveal())
                .isEqualTo("mine");
    }

    @Test
    void givenTwiceIsAProblem() {
        String expected = "password: is given here and as passwordFile; give one of them";
        assertThat(problems(Map.of("password", "hunter2", "passwordFile", "f"), Map.of()))
                .containsExactly(expected);
        assertThat(problems(Map.of(), Map.of("USHER_PASSWORD", "hunter2", "USHER_PASSWORD_FILE", "f")))
                .containsExactly(expected);
    }

    @Test
    void namesTheFileThatIsOfNoUse() throws IOException {
        Path none = folder.resolve("none");
        Path empty = file("\n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28});
        assertThat(problems(Map.of("passwordFile", none.toString()), Map.of()))
                .containsExactly("passwordFile: names " + none + ", which does not exist");
        assertThat(problems(Map.of("passwordFile", empty.toString()), Map.of()))
                .containsExactly("passwordFile: names " + empty + ", which is empty; put the secret in it");
        assertThat(problems(Map.of("passwordFile", binary.toString()), Map.of()))
                .containsExactly("passwordFile: names " + binary + ", which is not UTF-8 text");
        assertThat(problems(Map.of("passwordFile", folder.toString()), Map.of()))
                .singleElement()
                .asString()
                .startsWith("passwordFile: names " + folder + ", which cannot be read");
        assertThat(problems(Map.of("passwordFile", 5), Map.of()))
                .containsExactly("passwordFile: is not the path of a file");
    }

    @Test
    void noMessageRepeatsASecret() {
        assertThat(problems(Map.of("password", List.of("hunter2")), Map.of()))
                .containsExactly("password: is not text; put the secret in quotes");
        assertThat(problems(Map.of("pasword", "hunter2"), Map.of()))
                .containsExactly(
                        "password: is missing; give it, or a file that holds it as passwordFile, or set"
                                + " USHER_PASSWORD[_FILE]",
                        "pasword: is not a known key; did you mean password?");
    }
}
