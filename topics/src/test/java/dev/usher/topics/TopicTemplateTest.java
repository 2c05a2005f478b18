package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.topics.Placeholder.Source;
import dev.usher.topics.Rendered.Unmappable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTemplateTest {

    private static final TopicTemplate PRICES = encode("{countryCode}/{exchange}/{tickerSymbol}");

    @Test
    void rendersPayloadFields() {
        Map<String, String> fields = Map.of("countryCode", "US", "exchange", "NASDAQ", "tickerSymbol", "AAPL");

        assertThat(PRICES.render(placeholder -> fields.get(placeholder.name())))
                .isEqualTo(Topic.parse("US/NASDAQ/AAPL"));
        assertThat(PRICES.render("US", "NASDAQ", "AAPL")).isEqualTo(Topic.parse("US/NASDAQ/AAPL"));
    }

    @Test
    void namesEverySource() {
        TopicTemplate template =
                encode("v1/{$topic}/{$partition}/k-{$key}/{$header.region}/{instrument.symbol}/{$topic}");

        assertThat(template.placeholders())
                .containsExactly(
                        new Placeholder(Source.TOPIC, ""),
                        new Placeholder(Source.PARTITION, ""),
                        new Placeholder(Source.KEY, ""),
                        new Placeholder(Source.HEADER, "region"),
                        new Placeholder(Source.PAYLOAD, "instrument.symbol"));
        assertThat(template.placeholders().get(4).path()).containsExactly("instrument", "symbol");
        assertThat(template.render("PRICES", "3", "x", "EU", "BMW"))
                .isEqualTo(Topic.parse("v1/PRICES/3/k-x/EU/BMW/PRICES"));
        assertThat(template)
                .hasToString("v1/{$topic}/{$partition}/k-{$key}/{$header.region}/{instrument.symbol}/{$topic}");
    }

    @Test
    void aTemplateMayBeFixed() {
        assertThat(encode("a/b").render()).isEqualTo(Topic.parse("a/b"));
    }

    @Test
    void reservedCharactersAreEncoded() {
        assertThat(PRICES.render("US", "NYSE", "BRK/A")).isEqualTo(Topic.parse("US/NYSE/BRK%2FA"));
        assertThat(PRICES.render("$SYS", "FX", "EUR/USD")).isEqualTo(Topic.parse("%24SYS/FX/EUR%2FUSD"));
    }

    @Test
    void reservedCharactersAreRejectedWhenSoSet() {
        TopicTemplate template = TopicTemplate.parse("x/{a}/{b}", ReservedCharacters.REJECT);

        assertThat(template.render("A", "B")).isEqualTo(Topic.parse("x/A/B"));
        assertThat(template.render("A", "BRK/A"))
                .isEqualTo(new Unmappable("{b} contains '/' (U+002F), which is reserved in topics"));
        assertThat(template.render("A\n", "B"))
                .isEqualTo(new Unmappable("{a} contains U+000A, which is reserved in topics"));
    }

    @Test
    void missingAndEmptyValuesAreUnmappable() {
        assertThat(PRICES.render("US", null, "AAPL")).isEqualTo(new Unmappable("{exchange} is missing"));
        assertThat(PRICES.render("US", "NASDAQ", "")).isEqualTo(new Unmappable("{tickerSymbol} is empty"));
        assertThat(encode("a-{$header.x}").render("")).isEqualTo(new Unmappable("{$header.x} is empty"));
    }

    @Test
    void whatHasNoUtf8FormIsUnmappable() {
        assertThat(PRICES.render("US", "N", "\uD83D"))
                .isEqualTo(new Unmappable("{tickerSymbol} has an unpaired surrogate, which has no UTF-8 form"));
    }

    @Test
    void tooLongIsUnmappableAndNamesTheLongestValue() {
        assertThat(PRICES.render("US", "N", "x".repeat(245))).isInstanceOf(Topic.class);
        assertThat(PRICES.render("US", "N", "x".repeat(246)))
                .isEqualTo(new Unmappable("the topic would have 251 bytes, the limit is 250;"
                        + " the longest value is {tickerSymbol} with 246 bytes"));
        assertThat(PRICES.render("US", "日".repeat(100), "x"))
                .isInstanceOfSatisfying(
                        Unmappable.class,
                        unmappable -> assertThat(unmappable.reason())
                                .contains("305 bytes")
                                .contains("{exchange} with 300 bytes"));
        assertThat(PRICES.render("US", "N", "/".repeat(90))).isInstanceOf(Unmappable.class);
    }

    @Test
    void aRenderDoesNotChangeTheCallersValues() {
        String[] values = {"US", "N", "A/B"};
        PRICES.render(values);
        assertThat(values).containsExactly("US", "N", "A/B");
        assertThatThrownBy(() -> PRICES.render("US")).hasMessageContaining("3 placeholders, there are 1 values");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``,              level 1 is empty",
                "/{a},            level 1 is empty",
                "{a}//{b},        level 2 is empty",
                "{a}/,            level 2 is empty",
                "{a}{b},          level 1: {a} and {b} share a level",
                "x/{a}-{b},       level 2: {a} and {b} share a level",
                "{a}-{a},         level 1: {a} and {a} share a level",
                "x/{a,            level 2: a '{' has no '}'",
                "x/{a/{b},        level 2: a '{' has no '}'",
                "a}/x,            level 1: a '}' has no '{'",
                "x/{},            level 2: {} has no name",
                "{ a},            level 1: { a} has no name",
                "{a..b},          level 1: {a..b} has an empty field between dots",
                "{.a},            level 1: {.a} has an empty field between dots",
                "{$ofset},        `level 1: {$ofset} is unknown; there are $key, $topic`",
                "{$header.},      level 1: {$header.} has no name",
                "$x/{a},          level 1: the fixed text contains '$' (U+0024)",
                "a/b*/{a},        level 2: the fixed text contains '*' (U+002A)",
                "#a/{a},          level 1: the fixed text contains '#' (U+0023)",
                "{a}/50%,         level 2: the fixed text contains '%' (U+0025)",
            })
    void refusesWithLevelAndReason(String template, String reason) {
        assertThatThrownBy(() -> encode(template))
                .isInstanceOf(InvalidTopicTemplateException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesWhatNoRecordCouldEverFit() {
        assertThatThrownBy(() -> encode("x".repeat(249) + "/{a}")).hasMessageContaining("at least 251 bytes");
        assertThat(encode("x".repeat(248) + "/{a}").render("y")).isInstanceOf(Topic.class);
        assertThatThrownBy(() -> encode("{a}/".repeat(128) + "{a}")).hasMessageContaining("at least 257 bytes");
        assertThatThrownBy(() -> encode("a/\uD800")).hasMessageContaining("unpaired surrogate");
    }

    private static TopicTemplate encode(String template) {
        return TopicTemplate.parse(template, ReservedCharacters.ENCODE);
    }
}
