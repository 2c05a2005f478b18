package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.Records;
import dev.usher.topics.Placeholder;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionTest {

    private static final String RECORD = """
            {"type":"trade","size":100,"price":99.50,"big":123456789012345678901234567890,"exp":1e2,"neg":-7,"digits":"5",
             "five":5.0,"live":true,"nothing":null,"list":[1],"object":{"in":"x"},"empty":"","quote":"it's","absurd":1e999999999,
             "beyond":1e99999999999,"long":%s}""".formatted("1".repeat(2_000));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type} == 'trade'",
                "  {type}=='trade'  ",
                "{type} != 'quote'",
                "{type} in ('quote','trade')",
                "{type} not in ( 'quote' , 'news' )",
                "{size} == 100 and {size} == 100.0 and {size} == 1e2 and {size} == '100'",
                "{size} in (1, 100)",
                "{size} >= 100 and {size} <= 100 and {size} > 99.999 and {size} < 100.001",
                "{price} == 99.5 and {price} == '99.50' and not {price} == '99.5'",
                "{big} == 123456789012345678901234567890 and {big} != 123456789012345678901234567891",
                "{big} > 123456789012345678901234567889.9",
                "{exp} == 100 and {exp} >= 100",
                "{neg} < 0 and {neg} == -7 and {neg} > -7.5",
                "{digits} == '5' and not {digits} == 5 and not {digits} > 1",
                "{five} == 5 and {five} != '5'",
                "{live} == true and {live} != false and {live} == 'true'",
                "exists {type} and exists {object.in} and exists {list} and exists {empty}",
                "not exists {nothing} and not exists {missing} and not exists {type.x}",
                "{empty} == ''",
                "{quote} == 'it''s'",
                "{nothing} != 'x' and {missing} != 5 and {missing} not in ('a') and {list} != 1",
                "not ({missing} == 'x' or {missing} < 5 or {missing} > 5 or {nothing} >= 0 or {list} <= 1)",
                "not ({type} < 5 or {type} >= 5)",
                "{absurd} > 1 or {absurd} != 1",
                "not ({absurd} > 1 or {beyond} > 1 or {long} > 1)",
                "{object.in} == 'x'",
                "{$key} == 'k7' and {$topic} == 'PRICES' and {$partition} == 0 and {$offset} >= 12 and {$timestamp} > 1e12",
                "{$header.size} >= 5 and {$header.size} == '5' and {$header.size} == 5.0 and not exists {$header.none}",
                "{type} == 'quote' and {size} == 1 or {size} == 100",
                "{size} == 100 or {type} == 'quote' and {size} == 1",
                "not {type} == 'quote' and {size} == 100",
                "not (not ({size} == 100))",
                "not not {size} == 100",
            })
    void holds(String condition) {
        assertThat(test(condition)).as(condition).isTrue();
        assertThat(test("not (" + condition + ")")).as("not " + condition).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                        | 1  | expected a placeholder such as {field}, exists, not or '(', not the end",
                "{a}                       | 4  | expected ==, !=, <, <=, >, >=, in or not in, not the end",
                "{a} = 'x'                 | 5  | (equality is ==)",
                "{a} == x                  | 8  | expected a text in single quotes, a number, true or false, not \"x\"",
                "{a} == \"x\"              | 8  | (texts are in single quotes)",
                "{a} == 'x' && {b} == 1    | 12 | (write and)",
                "{a} == 'x' {b} == 'y'     | 12 | expected and, or, or the end",
                "({a} == 'x'               | 12 | expected ')', not the end",
                "{a} == 'x')               | 11 | expected and, or, or the end",
                "{a} == 'x                 | 8  | a text has no closing quote",
                "{a == 'x'                 | 1  | a '{' has no '}'",
                "{a} < 'x'                 | 7  | < compares numbers; for texts there are ==, != and in",
                "{a} >= true               | 8  | >= compares numbers",
                "{a} == null               | 8  | write exists {field} or not exists {field}",
                "{a} == 01                 | 8  | 01 is no number",
                "{a} == 1e99999            | 8  | 1e99999 is no number",
                "{a} in 'x'                | 8  | expected '(' and a list",
                "{a} in ('x' 'y')          | 13 | expected ',' or ')'",
                "{a} in ()                 | 9  | expected a text in single quotes",
                "{a} not 'x'               | 9  | expected in",
                "{} == 1                   | 1  | {} has no name",
                "{$ofset} == 1             | 1  | {$ofset} is unknown; there are $key",
                "{a _ upper} == 'X'        | 1  | filters are for templates",
                "exists 'a'                | 8  | expected a placeholder such as {field}",
                "!{a} == 1                 | 1  | (write not)",
                "'x' == {a}                | 1  | expected a placeholder such as {field}",
                "{a} == 1 andy {b} == 2    | 10 | expected and, or, or the end, not \"andy\"",
            })
    void refusesWithPositionAndWhatWasExpected(String condition, int character, String message) {
        assertThatThrownBy(() -> Condition.parse(condition.replace('_', '|')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("character " + character + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void nestingHasALimit() {
        assertThatThrownBy(() -> Condition.parse("(".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not more than 100");
        assertThat(Condition.parse("(".repeat(50) + "exists {a}" + ")".repeat(50))
                        .placeholders())
                .containsExactly(Placeholder.parse("a"));
    }

    @Property
    void numbersAreComparedExactly(@ForAll("numbers") String literal, @ForAll("numbers") String value) {
        int expected = new BigDecimal(value).compareTo(new BigDecimal(literal));
        InboundRecord record = Records.json("{\"a\":" + value + "}");
        assertThat(test("{a} < " + literal, record)).isEqualTo(expected < 0);
        assertThat(test("{a} <= " + literal, record)).isEqualTo(expected <= 0);
        assertThat(test("{a} > " + literal, record)).isEqualTo(expected > 0);
        assertThat(test("{a} >= " + literal, record)).isEqualTo(expected >= 0);
        assertThat(test("{a} == " + literal, record)).isEqualTo(expected == 0);
        assertThat(test("{a} != " + literal, record)).isEqualTo(expected != 0);
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "0",
                        "-0",
                        "0.0",
                        "1",
                        "-1",
                        "10",
                        "1e1",
                        "1.0e1",
                        "100e-1",
                        "0.1",
                        "0.10",
                        "1e300",
                        "1e-300",
                        "9007199254740993",
                        "9007199254740992",
                        "999999999999999999",
                        "1000000000000000000",
                        "9223372036854775807",
                        "9223372036854775808",
                        "-9223372036854775808",
                        "-9223372036854775809",
                        "0.30000000000000004",
                        "0.3"),
                Arbitraries.longs().map(String::valueOf),
                Arbitraries.bigDecimals().map(BigDecimal::toString));
    }

    private static boolean test(String condition) {
        return test(
                condition,
                new InboundRecord(
                        Records.PRICES_0,
                        12,
                        1_700_000_000_000L,
                        "k7".getBytes(UTF_8),
                        RECORD.getBytes(UTF_8),
                        List.of(new InboundRecord.Header("size", "5".getBytes(UTF_8)))));
    }

    private static boolean test(String text, InboundRecord record) {
        Condition condition = Condition.parse(text);
        List<Placeholder> fields = condition.placeholders().stream()
                .filter(placeholder -> placeholder.source() == Placeholder.Source.PAYLOAD)
                .toList();
        List<Placeholder> facts = condition.placeholders().stream()
                .filter(placeholder -> placeholder.source() != Placeholder.Source.PAYLOAD)
                .toList();
        FieldSlots slots = new FieldSlots(fields.size() + facts.size());
        assertThat(JsonFormat.INSTANCE
                        .decoderFor(fields.stream().map(Placeholder::name).toList())
                        .decode(record, slots))
                .isEmpty();
        new RecordFacts(facts, fields.size()).read(record, slots);
        return condition
                .bind(placeholder -> fields.contains(placeholder)
                        ? fields.indexOf(placeholder)
                        : fields.size() + facts.indexOf(placeholder))
                .holds(slots);
    }
}
