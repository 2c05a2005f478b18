package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LevelCodecTest {

    @ParameterizedTest
    @CsvSource({
        "AAPL,    AAPL",
        "BRK/A,   BRK%2FA",
        "EUR/USD, EUR%2FUSD",
        "100%,    100%25",
        "*,       %2A",
        ">,       %3E",
        "+,       %2B",
        "#,       %23",
        "!x,      %21x",
        "x!,      x%21",
        "$SYS,    %24SYS",
        "US$,     US$",
        "é日😀,   é日😀",
        "a b,     a b",
    })
    void encodesExactlyTheReserved(String value, String level) {
        assertThat(LevelCodec.encode(value)).isEqualTo(level);
        assertThat(LevelCodec.decode(level)).isEqualTo(value);
    }

    @Test
    void ofAllCharactersExactlyTheseChange() {
        StringBuilder changed = new StringBuilder();
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (!Character.isSurrogate(c) && !LevelCodec.encode("x" + c).equals("x" + c)) {
                changed.append(c);
            }
        }
        StringBuilder expected = new StringBuilder();
        for (char c = 0; c < 0xA0; c++) {
            if (c < 0x20 || c >= 0x7F || "%/*>+#!".indexOf(c) >= 0) {
                expected.append(c);
            }
        }
        assertThat(changed).hasToString(expected.toString());
    }

    @Test
    void controlCharactersGoByUtf8Bytes() {
        assertThat(LevelCodec.encode("a\nb\u0003\u007F\u0085\u009F\u00A0")).isEqualTo("a%0Ab%03%7F%C2%85%C2%9F\u00A0");
        assertThat(LevelCodec.decode("a%0Ab%03%7F%C2%85%C2%9F\u00A0")).isEqualTo("a\nb\u0003\u007F\u0085\u009F\u00A0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2f",
                "%41",
                "a/b",
                "*",
                "$x",
                "%",
                "%2",
                "%zz",
                "a%C2",
                "%80",
                "%C3%A9",
                "x%24",
                "%EF%BF%BD",
                "%ED%A0%80"
            })
    void whatEncodeNeverMakesIsNotDecoded(String level) {
        assertThatThrownBy(() -> LevelCodec.decode(level))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an encoded topic level");
    }

    @Test
    void textWithoutUtf8FormIsRefusedRatherThanReplaced() {
        assertThatThrownBy(() -> LevelCodec.encode("a\uD83D")).hasMessageContaining("unpaired surrogate");
        assertThatThrownBy(() -> LevelCodec.decode("a\uDE00")).hasMessageContaining("unpaired surrogate");
    }

    @Property
    void decodeIsTheInverse(@ForAll("values") String value) {
        assertThat(LevelCodec.decode(LevelCodec.encode(value))).isEqualTo(value);
    }

    @Property
    void decodeAcceptsNothingElse(@ForAll("levels") String level) {
        String value;
        try {
            value = LevelCodec.decode(level);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertThat(LevelCodec.encode(value)).isEqualTo(level);
    }

    @Property
    void aLevelIsOneLiteralLevelEverywhere(@ForAll("values") String value) {
        Assume.that(!value.isEmpty());
        String level = LevelCodec.encode(value);
        Assume.that(TopicText.utf8Length(level) <= TopicText.MAX_BYTES && !level.equals("_P2P"));

        TopicFilter filter = TopicFilter.parse(level);
        assertThat(Topic.parse(level).levels()).containsExactly(level);
        assertThat(filter).isEqualTo(TopicFilter.exactly(Topic.parse(level)));
        assertThat(filter.toMqtt()).isEqualTo(level);
        assertThat(filter.toOnBehalfOfMqtt()).isEqualTo(level);
    }

    /** Not sampled: all texts of up to four of the characters that could collide. */
    @Test
    void noTwoShortTextsCollide() {
        String[] alphabet = {"%", "/", "2", "F", "$", "5"};
        Map<String, String> seen = new HashMap<>();
        String[] values = {""};
        for (int length = 1; length <= 5; length++) {
            String[] longer = new String[values.length * alphabet.length];
            for (int i = 0; i < longer.length; i++) {
                longer[i] = values[i / alphabet.length] + alphabet[i % alphabet.length];
                assertThat(seen.put(LevelCodec.encode(longer[i]), longer[i])).isNull();
            }
            values = longer;
        }
        assertThat(seen).hasSize(6 + 36 + 216 + 1296 + 7776);
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<Character> tricky = Arbitraries.of(
                '%', '/', '*', '>', '+', '#', '!', '$', '2', 'F', 'f', 'a', '\u0000', '\u0003', '\u007F', '\u0085', 'é',
                '日');
        Arbitrary<String> pair = Arbitraries.just("😀");
        return Arbitraries.oneOf(tricky.map(String::valueOf), pair)
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> levels() {
        return Arbitraries.of("%2F", "%2f", "%24", "%25", "%C2%85", "%C2", "%85", "%", "/", "$", "a", "é")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }
}
