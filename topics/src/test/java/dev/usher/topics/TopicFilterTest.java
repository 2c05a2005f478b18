package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

    @Test
    void oneFilterInThreeSpellingsIsOneFilter() {
        TopicFilter smf = TopicFilter.parse("US/NASDAQ/>");

        assertThat(smf)
                .isEqualTo(TopicFilter.parseMqtt("US/NASDAQ/+/#"))
                .isEqualTo(TopicFilter.parseObserved("US/NASDAQ/*/\u0003", true))
                .isEqualTo(TopicFilter.parseObserved("US/NASDAQ/+/#", true))
                .isEqualTo(TopicFilter.parseObserved("US/NASDAQ/>", false))
                .hasSameHashCodeAs(TopicFilter.parseMqtt("US/NASDAQ/+/#"));
        assertThat(smf.toSmf()).isEqualTo("US/NASDAQ/>");
        assertThat(smf.toMqtt()).isEqualTo("US/NASDAQ/+/#");
        assertThat(smf.toOnBehalfOfMqtt()).isEqualTo("US/NASDAQ/*/\u0003");
    }

    @Test
    void everythingIsOneFilterInAllSyntaxes() {
        TopicFilter all = TopicFilter.parse(">");

        assertThat(all).isEqualTo(TopicFilter.parseMqtt("#")).isEqualTo(TopicFilter.parseMqtt("+/#"));
        assertThat(all.toMqtt()).isEqualTo("#");
        assertThat(all.toOnBehalfOfMqtt()).isEqualTo("\u0003");
    }

    @Test
    void mqttParentMatchHasNoSmfTwin() {
        TopicFilter filter = TopicFilter.parseMqtt("a/#");

        assertThat(filter.matches(Topic.parse("a"))).isTrue();
        assertThat(filter.matches(Topic.parse("a/b/c"))).isTrue();
        assertThat(filter).isNotEqualTo(TopicFilter.parse("a/>"));
        assertThat(filter.covers(TopicFilter.parse("a/>"))).isTrue();
        assertThat(TopicFilter.parse("a/>").covers(filter)).isFalse();
        assertThat(filter.smf()).isEmpty();
        assertThatThrownBy(filter::toSmf)
                .isInstanceOf(InexactTranslationException.class)
                .hasMessageContaining("no exact SMF spelling")
                .hasMessageContaining("parent level");
        assertThat(filter.toOnBehalfOfMqtt()).isEqualTo("a/\u0003");
    }

    @ParameterizedTest
    @CsvSource({
        "a/>,          a,          false",
        "a/>,          a/b,        true",
        "a/>,          a/b/c,      true",
        ">,            a,          true",
        "*,            a/b,        false",
        "red*/x,       red/x,      true",
        "red*/x,       reddish/x,  true",
        "red*/x,       re/x,       false",
        "a/*/c,        a/b/c,      true",
        "a/*/c,        a/b,        false",
        "A,            a,          false",
        ">,            $SYS/x,     false",
        "*/x,          $SYS/x,     false",
        "$S*/x,        $SYS/x,     true",
        "$SYS/>,       $SYS/x,     true",
        ">,            #P2P/x,     false",
        "#P*/x,        #P2P/x,     false",
        "#P*/x,        #P2/x,      true",
        "#P2P/>,       #P2P/x,     true",
        "#LOG/>,       #LOG/x,     true",
        "a/*,          a/$b,       true",
        "a/*,          a/#P2P,     true",
    })
    void matches(String filter, String topic, boolean expected) {
        assertThat(TopicFilter.parse(filter).matches(Topic.parse(topic))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,           0, is empty",
                "/a,           1, is empty",
                "a//b,         2, is empty",
                "a/,           2, is empty",
                "a/b*c/d,      2, '*' is allowed only at the end of a level",
                "a/*b,         2, '*' is allowed only at the end of a level",
                "a/b**,        2, '*' is allowed only at the end of a level",
                "a/>/b,        2, '>' is a wildcard only as the last level",
                "a/b/c>,       3, '>' is allowed only alone",
                "a/>*,         2, '>' is allowed only alone",
                "!a/b,         1, a leading '!'",
                "#share/g/a,   1, '#share' changes what the rest of the filter means",
                "#noexport/a,  1, '#noexport' changes what the rest of the filter means",
            })
    void smfRefusesNamingLevelAndReason(String filter, int level, String reason) {
        assertThatThrownBy(() -> TopicFilter.parse(filter))
                .isInstanceOfSatisfying(InvalidTopicFilterException.class, e -> {
                    assertThat(e.level()).isEqualTo(level);
                    assertThat(e.reason()).contains(reason);
                    assertThat(e).hasMessageContaining(e.reason());
                    if (level > 0) {
                        assertThat(e).hasMessageContaining("level " + level + ":");
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a/#/b,        2, '#' is allowed only alone",
                "a/b#,         2, '#' is allowed only alone",
                "#LOG/+,       1, '#' is allowed only alone",
                "a/b+c,        2, '+' is allowed only at the end of a level",
                "a/++,         2, '+' is allowed only at the end of a level",
                "a/*,          2, '*' and '>'",
                "a/>,          2, '*' and '>'",
                "$share/g/a,   1, '$share' changes",
                "_P2P/x,       1, '_P2P'",
                "!a,           1, a leading '!'",
            })
    void mqttRefusesNamingLevelAndReason(String filter, int level, String reason) {
        assertThatThrownBy(() -> TopicFilter.parseMqtt(filter))
                .isInstanceOfSatisfying(InvalidTopicFilterException.class, e -> {
                    assertThat(e.level()).isEqualTo(level);
                    assertThat(e.reason()).contains(reason);
                });
    }

    @Test
    void controlCharactersAreRefusedAndShownEscaped() {
        for (char c : new char[] {0, 3, '\n', 0x7F, 0x85}) {
            String code = String.format("U+%04X", (int) c);
            assertThatThrownBy(() -> TopicFilter.parse("a/" + c))
                    .hasMessageContaining("level 2: contains the control character " + code)
                    .hasMessageContaining(String.format("\"a/\\u%04X\"", (int) c));
            assertThatThrownBy(() -> TopicFilter.parseMqtt("a/x" + c + "/b")).hasMessageContaining(code);
        }
        assertThatThrownBy(() -> TopicFilter.parse("a/\uD800")).hasMessageContaining("unpaired surrogate");
    }

    @Test
    void sizesAreRefused() {
        assertThat(TopicFilter.parse("a".repeat(248) + "/>").toSmf()).hasSize(250);
        assertThatThrownBy(() -> TopicFilter.parse("é".repeat(124) + "/ab")).hasMessageContaining("has 251 bytes");
        // only levels that may be empty reach 129 of them within 250 bytes
        assertThat(TopicFilter.parseMqtt("/".repeat(127)).toMqtt()).hasSize(127);
        assertThatThrownBy(() -> TopicFilter.parseMqtt("/".repeat(128))).hasMessageContaining("has 129 levels");
    }

    @Test
    void whatGrowsOverTheLimitInTranslationIsRefused() {
        TopicFilter longest = TopicFilter.parse("a".repeat(248) + "/>");

        assertThatThrownBy(longest::toMqtt)
                .isInstanceOf(InexactTranslationException.class)
                .hasMessageContaining("252 bytes");
        assertThatThrownBy(longest::toOnBehalfOfMqtt).hasMessageContaining("252 bytes");
    }

    @ParameterizedTest
    @CsvSource({"a/x+y", "a/+", "a/#", "a/x#*", "#LOG/>", "#P2P/x", "$share/g/x", "_P2P/x"})
    void whatIsPlainInSmfAndSpecialInMqttIsNotTranslated(String smf) {
        TopicFilter filter = TopicFilter.parse(smf);

        assertThat(filter.toSmf()).isEqualTo(smf);
        assertThatThrownBy(filter::toMqtt)
                .isInstanceOf(InexactTranslationException.class)
                .hasMessageContaining("no exact MQTT spelling: level");
        assertThatThrownBy(filter::toOnBehalfOfMqtt)
                .isInstanceOf(InexactTranslationException.class)
                .hasMessageContaining("level");
    }

    @Test
    void emptyLevelsExistOnlyInMqtt() {
        TopicFilter filter = TopicFilter.parseMqtt("/a/+/");

        assertThat(filter.toMqtt()).isEqualTo("/a/+/");
        assertThatThrownBy(filter::toSmf).hasMessageContaining("level 1: is empty");
        assertThatThrownBy(filter::toOnBehalfOfMqtt).hasMessageContaining("level 1: is empty");
    }

    @Test
    void coveredByAnyIsSoundAndKnowinglyIncomplete() {
        List<TopicFilter> grants = List.of(TopicFilter.parse("US/NASDAQ/>"), TopicFilter.parse("EU/*"));

        assertThat(TopicFilter.parse("US/NASDAQ/AAPL").coveredByAny(grants)).isTrue();
        assertThat(TopicFilter.parse("EU/X*").coveredByAny(grants)).isTrue();
        assertThat(TopicFilter.parse("US/>").coveredByAny(grants)).isFalse();
        assertThat(TopicFilter.parse("US/NASDAQ/AAPL").coveredByAny(List.of())).isFalse();
        // together "a" and "a/>" are all of a/#, but neither is alone
        List<TopicFilter> halves = List.of(TopicFilter.parse("a"), TopicFilter.parse("a/>"));
        assertThat(TopicFilter.parseMqtt("a/#").coveredByAny(halves)).isFalse();
    }

    @Test
    void firstLevelTellsLiteralsFromWildcards() {
        assertThat(TopicFilter.parse("US/>").firstLevel()).contains("US");
        assertThat(TopicFilter.parse("U*/x").firstLevel()).isEmpty();
        assertThat(TopicFilter.parse(">").firstLevel()).isEmpty();
    }

    @Test
    void exactlyMatchesThatTopicAlone() {
        Topic odd = Topic.parse("a*b/>/+");

        assertThat(TopicFilter.exactly(odd).matches(odd)).isTrue();
        assertThat(TopicFilter.exactly(odd).matches(Topic.parse("axb/>/+"))).isFalse();
        assertThat(TopicFilter.exactly(odd).smf()).isEmpty();
    }
}
