package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "US/NASDAQ/AAPL", "#LOG/INFO", "$SYS/x", "a/*/>", "a/+/#", "é/日本/😀", "a b/c"})
    void anyOtherCharacterIsPlain(String text) {
        assertThat(Topic.parse(text).text()).isEqualTo(text);
        assertThat(String.join("/", Topic.parse(text).levels())).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "/a, level 1 is empty",
        "a//b, level 2 is empty",
        "a/b/, level 3 is empty",
    })
    void emptyLevelsAreRefused(String text, String reason) {
        assertRefused(text, reason);
    }

    @Test
    void nulAndUnpairedSurrogatesAreRefusedAndShownEscaped() {
        assertRefused("a/b\u0000c", "level 2 contains NUL");
        assertRefused("a/b\u0000c", "a/b\\u0000c");
        assertRefused("a/\uD83D", "unpaired surrogate");
        assertRefused("a/\uD83D", "\\uD83D");
        assertRefused("\uDE00\uD83D", "unpaired surrogate");
    }

    @Test
    void bytesNotCharactersAreCounted() {
        assertThat(Topic.parse("a".repeat(250)).text()).hasSize(250);
        assertRefused("a".repeat(251), "has 251 bytes, the limit is 250");
        assertThat(Topic.parse("é".repeat(125)).text()).hasSize(125);
        assertRefused("é".repeat(125) + "a", "has 251 bytes");
        assertThat(Topic.parse("日".repeat(83)).text()).hasSize(83);
        assertRefused("日".repeat(84), "has 252 bytes");
        assertRefused("😀".repeat(63), "has 252 bytes");
    }

    @Test
    void theByteLimitKeepsTheLevelLimit() {
        assertThat(Topic.parse("a/".repeat(124) + "a").levels()).hasSize(125);
        assertRefused("a/".repeat(125) + "a", "has 251 bytes");
    }

    private static void assertRefused(String text, String reason) {
        assertThatThrownBy(() -> Topic.parse(text))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessageContaining(reason);
    }
}
