package dev.usher.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "number;                 1.50;        1.5",
                "number;                 -0.0;        0",
                "number;                 1200;        1200",
                "number;                 12e2;        1200",
                "number;                 1.20E-3;     0.0012",
                "number;                 0.1000000000000000055511151231257827; 0.1000000000000000055511151231257827",
                "number '0';             2.5;         3",
                "number '0';             -2.5;        -3",
                "number '0';             0.49;        0",
                "number '0';             -0.4;        0",
                "number '0.00';          0.125;       0.13",
                "number '0.00';          0.005;       0.01",
                "number '0.00';          7;           7.00",
                "number '0.00';          -1.005;      -1.01",
                "number '000.0';         5.25;        005.3",
                "number '000';           -5;          -005",
                "number '#0.0##';        1.5;         1.5",
                "number '0.0##';         1.5671;      1.567",
                "number '0.##';          2;           2",
                "number '0.##';          2.10;        2.1",
                "number '0.00' exact;    1.10;        1.10",
                "number '0.00';          123456789012345678901234567890.125; 123456789012345678901234567890.13",
                "number '0.00';          1e-900;      0.00",
                "date 'yyyyMMdd';        1700000000000; 20231114",
                "date 'yyyyMMdd';        -1;          19691231",
                "date 'yyyyMMdd HHmmss' from seconds; 1700000000; 20231114 221320",
                "date 'HHmmss.SSS' from seconds; 1700000000.25; 221320.250",
                "date 'HHmmss.SSSSSS' from micros; 1700000000000001; 221320.000001",
                "date 'SSSSSSSSS' from nanos; 1700000000000000123; 000000123",
                "date 'yyyy-MM-dd';      2026-03-08T23:30:00-05:00; 2026-03-09",
                "date 'yyyy-MM-dd HH' 'America/New_York'; 2026-03-08T07:30:00Z; 2026-03-08 03",
                "date 'yyyy-MM-dd HH' 'America/New_York'; 2026-03-08T06:30:00Z; 2026-03-08 01",
                "date 'EEE MMM';         2026-03-08T06:30:00.123456789Z; Sun Mar",
                "upper;                  straße i;    STRASSE I",
                "lower;                  ΑΣ I;        ας i",
                "upper | lower;          aB;          ab",
                "default 'x';            y;           y",
                "date 'yyyy' | default 'x'; 0;         1970",
                "number '0' | default 'it''s | } {'; 1; 1",
            })
    void shows(String filters, String value, String shown) throws Exception {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"en", "tr", "de", "ar-u-nu-arab", "th-TH-u-ca-buddhist"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(expression(filters).apply(value)).isEqualTo(shown);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void defaultStandsForMissingAndEmpty() throws Exception {
        Expression expression = expression("upper | default 'it''s | } {'");
        assertThat(expression.apply(null)).isEqualTo("it's | } {");
        assertThat(expression.apply("")).isEqualTo("it's | } {");
        assertThat(expression("number '0.00'").apply(null)).isNull();
        assertThat(expression("date 'yyyy'").apply(null)).isNull();
        assertThat(expression("default 'a' | upper").apply(null)).isEqualTo("A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "number;              1e999999999",
                "number;              1e-999999999",
                "number;              1e99999999999999999999",
                "number '0.00';       1e1001",
                "number '0.00';       -1e-1001",
                "number;              0x10",
                "number;              +1",
                "number;              01",
                "number;              1.",
                "number;              .5",
                "number;              NaN",
                "number;              `1 `",
                "number;              ١",
                "number;              1_000",
                "number '0.00' exact; 1.005",
                "date 'yyyy';         2026-03-08",
                "date 'yyyy';         2026-03-08T00:00:00",
                "date 'yyyy';         yesterday",
                "date 'yyyy';         253402300800000",
                "date 'yyyy';         -62135596800001",
                "date 'yyyy';         1e300",
                "date 'yyyy';         99999999999999999999999999",
                "date 'yyyy' from seconds; 1e18",
            })
    void cannotUse(String filters, String value) throws Exception {
        Expression expression = expression(filters);
        assertThatThrownBy(() -> expression.apply(value))
                .isInstanceOf(UnusableValueException.class)
                .extracting(Throwable::getMessage)
                .satisfies(message -> assertThat((String) message).doesNotContain(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "YYYYMMdd;      write yyyy",
                "yyyyMMDD;      write dd",
                "yyyy-'D'-DDwww; write dd",
                "hh:mm;         write HH",
                "Kmm;           write HH",
            })
    void patternsThatHardlyAnybodyMeansAreRefused(String pattern, String wayOut) {
        assertThatThrownBy(() -> expression("date '" + pattern.replace("'", "''") + "'"))
                .hasMessageContaining(wayOut);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "yyyyDDD; 1970001",
                "'Y'yyyy; Y1970",
                "hh a; 12 AM",
                "yyyy-MM-dd'D'; 1970-01-01D",
                "'it''sh'HH; it'sh00"
            })
    void patternsThatLookLikeThemAreNot(String pattern, String shown) throws Exception {
        assertThat(expression("date '" + pattern.replace("'", "''") + "'").apply("0"))
                .isEqualTo(shown);
    }

    @Test
    void aTextOfDigitsIsNoCount() throws Exception {
        assertThatThrownBy(() -> expression("date 'yyyy' from seconds").apply("20260301", false))
                .isInstanceOf(UnusableValueException.class)
                .hasMessageContaining("if it counts seconds, write number in front of date");
        assertThat(expression("date 'yyyy'").apply("2026-03-08T07:30:00Z", false))
                .isEqualTo("2026");
        assertThat(expression("number | date 'yyyy'").apply("0", false)).isEqualTo("1970");
        assertThat(expression("default '0' | date 'yyyy'").apply("", false)).isEqualTo("1970");
        assertThat(expression("date 'yyyy'").apply("0", true)).isEqualTo("1970");
    }

    @Test
    void numbersOfAbsurdLengthAreRefusedAndNotComputedWith() throws Exception {
        assertThat(ExactNumber.parse("9".repeat(1_000))).isNotNull();
        assertThat(ExactNumber.parse("9".repeat(1_001))).isNull();
        assertThat(ExactNumber.parse("0e999999999")).isEqualTo(BigDecimal.ZERO);
    }

    @Property
    void roundingIsThatOfBigDecimal(@ForAll BigDecimal number, @ForAll @IntRange(max = 9) int decimals)
            throws Exception {
        String pattern = decimals == 0 ? "0" : "0." + "0".repeat(decimals);
        assertThat(expression("number '" + pattern + "'").apply(number.toPlainString()))
                .isEqualTo(number.setScale(decimals, RoundingMode.HALF_UP).toPlainString());
        assertThat(new BigDecimal(expression("number").apply(number.toPlainString())))
                .isEqualByComparingTo(number);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{a | };                level 1: {a | } filter 1 (character 6): the name of a filter is missing; there are date",
                "x/{a | uper};          level 2: {a | uper} filter 1 (character 8): there is no filter uper; there are date, default",
                "{a | upper 'x'};       upper takes nothing behind it",
                "{a | upper | default}; filter 2 (character 14): default takes one text in single quotes",
                "{a | default 'x};      a '{' has no '}'",
                "{a | default ''};      cannot be empty itself",
                "{a | number 0.00};     number takes nothing, or a pattern in single quotes",
                "{a | number 'x'};      number takes a pattern such as '0', '000', '0.00'",
                "{a | number '0.'};     number takes a pattern such as",
                "{a | number '#'};      number takes a pattern such as",
                "{a | number '0.#0'};   number takes a pattern such as",
                "{a | date};            date takes a pattern, perhaps a time zone",
                "{a | date 'bb'};       date takes a pattern such as 'yyyyMMdd'",
                "{a | date ''};         date takes a pattern such as 'yyyyMMdd'",
                "{a | date 'yyyy' 'Mars'}; date knows no time zone \"Mars\"",
                "{a | date 'yyyy' from days}; date knows seconds, millis, micros and nanos, not days",
                "{a || upper};          the name of a filter is missing",
                "{| upper};             has no name",
                "{ a | upper};          has no name, or one with spaces around it",
                "{a | upper}{b};        {a | upper} and {b} share a level",
            })
    void refusesWithPlaceAndWhatThereIs(String template, String message) {
        assertThatThrownBy(() -> TopicTemplate.parse(template, ReservedCharacters.ENCODE))
                .isInstanceOf(InvalidTopicTemplateException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTemplateShowsFilteredValuesEncoded() {
        TopicTemplate template =
                TopicTemplate.parse("{a | default 'N/A'}/{b | number '0.0'}/{b}/{a}", ReservedCharacters.ENCODE);

        assertThat(template.placeholders()).containsExactly(Placeholder.parse("a"), Placeholder.parse("b"));
        assertThat(template.expressions())
                .extracting(Expression::toString)
                .containsExactly("{a | default 'N/A'}", "{b | number '0.0'}", "{b}", "{a}");
        assertThat(template.render(placeholder -> placeholder.name().equals("a") ? "x" : "2"))
                .isEqualTo(Topic.parse("x/2.0/2/x"));
        assertThat(TopicTemplate.parse("{a | default 'N/A'}", ReservedCharacters.ENCODE)
                        .render(placeholder -> null))
                .isEqualTo(Topic.parse("N%2FA"));
        assertThat(template.render(placeholder -> "SECRET"))
                .isEqualTo(new Rendered.Unmappable("{b | number '0.0'} is not a number that can be formatted"));
    }

    @Test
    void textTemplates() {
        TextTemplate template = TextTemplate.parse("a/b: {x | upper}, {y}!");
        assertThat(template.expressions()).extracting(Expression::toString).containsExactly("{x | upper}", "{y}");
        assertThat(template.render("X", "a/b")).isEqualTo("a/b: X, a/b!");
        assertThat(TextTemplate.parse("fixed").render()).isEqualTo("fixed");
        assertThatThrownBy(() -> TextTemplate.parse("ab{x")).hasMessageContaining("character 3: a '{' has no '}'");
        assertThatThrownBy(() -> TextTemplate.parse("ab}")).hasMessageContaining("character 3: a '}' has no '{'");
        assertThatThrownBy(() -> TextTemplate.parse("{$x}")).hasMessageContaining("character 1: {$x} is unknown");
        assertThatThrownBy(() -> template.render("X")).hasMessageContaining("2 values, there are 1");
    }

    /** The short way gives what the long way does, or leaves it to that. */
    @Property
    void theShortWayAgreesWithTheLongOne(@ForAll String a, @ForAll String b) {
        TopicTemplate template = TopicTemplate.parse("x-{a}/{b}/{a}", ReservedCharacters.ENCODE);
        byte[][] values = {
            a.getBytes(java.nio.charset.StandardCharsets.UTF_8), b.getBytes(java.nio.charset.StandardCharsets.UTF_8)
        };
        Topic shortWay = template.renderPlain(new TopicTemplate.Pieces() {
            @Override
            public byte[] array(int expression) {
                return values[expression];
            }

            @Override
            public int start(int expression) {
                return 0;
            }

            @Override
            public int end(int expression) {
                return values[expression].length;
            }
        });
        if (shortWay != null) {
            assertThat(template.render(a, b)).isEqualTo(shortWay);
        } else {
            assertThat(template.render(a, b)).isNotEqualTo(new Topic("x-a/b/a"));
        }
    }

    @ParameterizedTest
    @CsvSource({"AAPL,7,true", "A-b_c.d,x$,true", "BRK/A,7,false", "$x,7,false", "é,7,false", "'',7,false", "a%,b,false"
    })
    void theShortWayIsForPlainValues(String a, String b, boolean taken) {
        byte[] bytes = (a + b).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int middle = a.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        Topic topic = TopicTemplate.parse("{a}/{b}", ReservedCharacters.ENCODE).renderPlain(new TopicTemplate.Pieces() {
            @Override
            public byte[] array(int expression) {
                return bytes;
            }

            @Override
            public int start(int expression) {
                return expression == 0 ? 0 : middle;
            }

            @Override
            public int end(int expression) {
                return expression == 0 ? middle : bytes.length;
            }
        });
        assertThat(topic).isEqualTo(taken ? new Topic(a + "/" + b) : null);
    }

    private static Expression expression(String filters) {
        return TextTemplate.parse("{x | " + filters + "}").expressions().get(0);
    }
}
