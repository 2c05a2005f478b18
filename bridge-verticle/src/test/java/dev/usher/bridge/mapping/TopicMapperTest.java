package dev.usher.bridge.mapping;

import static dev.usher.bridge.core.Records.PRICES_0;
import static dev.usher.bridge.core.Records.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.Route;
import dev.usher.topics.ReservedCharacters;
import java.nio.charset.Charset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicMapperTest {

    private static final Route ROUTE = new Route("quotes", "PRICES", Delivery.direct(false, RecordProperties.DEFAULT));

    private static final String QUOTE =
            "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bidSize\":10.0,\"askSize\":10.0,"
                    + "\"bidPrice\":100.0,\"askPrice\":105.0}";

    private final TopicRoutes prices = mapper("{countryCode}/{exchange}/{tickerSymbol}");

    @Test
    void fieldsBecomeLevels() {
        assertThat(topic(prices, json(QUOTE))).isEqualTo("US/NASDAQ/AAPL");
    }

    @Test
    void reservedCharactersAreEncoded() {
        TopicRoutes symbol = mapper("FX/{s}");
        assertThat(topic(symbol, json("{\"s\":\"BRK/A\"}"))).isEqualTo("FX/BRK%2FA");
        assertThat(topic(symbol, json("{\"s\":\"EUR\\/USD\"}"))).isEqualTo("FX/EUR%2FUSD");
        assertThat(topic(symbol, json("{\"s\":\"\\u003e*\"}"))).isEqualTo("FX/%3E%2A");
    }

    @Test
    void reservedCharactersAreRefusedWhenTheRouteSaysSo() {
        TopicRoutes strict = mapper("FX/{s}", ReservedCharacters.REJECT);
        assertUnmappable(strict, "{\"s\":\"BRK/A\"}", Reason.RESERVED_CHARACTER, "{s}");
        assertThat(topic(strict, json("{\"s\":\"AAPL\"}"))).isEqualTo("FX/AAPL");
    }

    @Test
    void nestedFieldsAndIntegers() {
        TopicRoutes nested = mapper("{instrument.venue.mic}/{instrument.id}/{depth}");
        assertThat(topic(
                        nested,
                        json("{\"id\":1,\"mic\":\"no\",\"instrument\":{\"x\":[{\"id\":2}],\"venue\":{\"mic\":\"XNAS\"},"
                                + "\"id\":12345678901234567890},\"depth\":-7}")))
                .isEqualTo("XNAS/12345678901234567890/-7");
    }

    @Test
    void keyHeadersTopicAndPartition() {
        TopicRoutes mapper = mapper("{$topic}/{$partition}/{$key}/{$header.desk}");
        InboundRecord record = new InboundRecord(
                PRICES_0,
                7,
                0,
                "k/1".getBytes(UTF_8),
                "not json, and not asked to be".getBytes(UTF_8),
                List.of(
                        new InboundRecord.Header("desk", "old".getBytes(UTF_8)),
                        new InboundRecord.Header("desk", "fx".getBytes(UTF_8))));
        assertThat(topic(mapper, record)).isEqualTo("PRICES/0/k%2F1/fx");
    }

    @Test
    void keyOrHeaderMissingOrNoText() {
        assertThat(unmappable(mapper("{$key}"), json("{}")).reason()).isEqualTo(Reason.MISSING_FIELD);
        assertThat(unmappable(mapper("{$header.h}"), json("{}")).reason()).isEqualTo(Reason.MISSING_FIELD);
        InboundRecord binary =
                new InboundRecord(PRICES_0, 7, 0, new byte[] {(byte) 0xC3, 0x28}, "{}".getBytes(UTF_8), List.of());
        assertThat(unmappable(mapper("{$key}"), binary).reason()).isEqualTo(Reason.MISTYPED_FIELD);
    }

    @Test
    void tombstone() {
        MapOutcome.Unmappable outcome = unmappable(prices, Records.record(PRICES_0, 0, null));
        assertThat(outcome.reason()).isEqualTo(Reason.NULL_PAYLOAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\"",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\"}x",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\"}{}",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bid\":01}",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bid\":NaN}",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"bid\":\"\\x\"}",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",}",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\",\"n\":{\"a\":[1,}}",
                "{'tickerSymbol':'AAPL','countryCode':'US','exchange':'NASDAQ'}",
                "{\"tickerSymbol\":\"AAPL\",\"countryCode\":\"US\",\"exchange\":\"NASDAQ\"} // end",
                "",
                "   ",
                "{"
            })
    void brokenAnywhereIsMalformedEvenBehindTheLastWantedField(String payload) {
        assertUnmappable(prices, payload, Reason.MALFORMED_JSON, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"a\":1}]", "\"AAPL\"", "17", "null", "AAPL"})
    void onlyObjectsHaveFields(String payload) {
        assertUnmappable(prices, payload, Reason.NOT_AN_OBJECT, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void onlyUtf8IsJson(String charset) {
        InboundRecord record = Records.record(PRICES_0, 0, QUOTE.getBytes(Charset.forName(charset)));
        assertThat(unmappable(prices, record).reason()).isIn(Reason.MALFORMED_JSON, Reason.NOT_AN_OBJECT);
    }

    @Test
    void aByteOrderMarkIsNoJson() {
        assertUnmappable(prices, "\uFEFF" + QUOTE, Reason.NOT_AN_OBJECT, "");
    }

    @Test
    void deepNestingIsRefusedNotOverflowing() {
        String deep = "{\"tickerSymbol\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        assertUnmappable(prices, deep, Reason.MALFORMED_JSON, "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'countryCode':'US','exchange':'NASDAQ'}                                 | MISSING_FIELD   | tickerSymbol",
                "{'countryCode':'US','tickerSymbol':'AAPL','exchange':null}               | MISTYPED_FIELD  | exchange",
                "{'countryCode':'US','tickerSymbol':'AAPL','exchange':1.5}                | MISTYPED_FIELD  | exchange",
                "{'countryCode':'US','tickerSymbol':'AAPL','exchange':1e3}                | MISTYPED_FIELD  | exchange",
                "{'countryCode':'US','tickerSymbol':true,'exchange':'SECRET'}             | MISTYPED_FIELD  | tickerSymbol",
                "{'countryCode':'US','tickerSymbol':['AAPL'],'exchange':'SECRET'}         | MISTYPED_FIELD  | tickerSymbol",
                "{'countryCode':{'a':'US'},'tickerSymbol':'AAPL','exchange':'SECRET'}     | MISTYPED_FIELD  | countryCode",
                "{'countryCode':'US','tickerSymbol':'','exchange':'SECRET'}               | EMPTY_FIELD     | tickerSymbol",
                "{'countryCode':'US','countryCode':'SECRET','tickerSymbol':'A','exchange':'E'} | DUPLICATE_FIELD | countryCode",
                "{'countryCode':'US','tickerSymbol':'\\ud800','exchange':'SECRET'}        | MISTYPED_FIELD  | tickerSymbol",
            })
    void whatIsWrongIsNamedAndNotShown(String payload, Reason reason, String field) {
        assertUnmappable(prices, payload.strip().replace('\'', '"'), reason, field);
    }

    @Test
    void anObjectThatShouldHoldFieldsIsSomethingElse() {
        TopicRoutes nested = mapper("{a.b.c}");
        assertUnmappable(nested, "{\"a\":{\"b\":7}}", Reason.MISTYPED_FIELD, "a.b");
        assertUnmappable(nested, "{\"a\":{}}", Reason.MISSING_FIELD, "a.b.c");
        assertUnmappable(nested, "{\"a\":{\"b\":{}},\"a\":{\"b\":{\"c\":\"x\"}}}", Reason.DUPLICATE_FIELD, "a");
    }

    @Test
    void aTopicMustFitInTwoHundredAndFiftyBytes() {
        TopicRoutes symbol = mapper("{s}");
        assertThat(topic(symbol, json("{\"s\":\"" + "x".repeat(250) + "\"}"))).hasSize(250);
        assertUnmappable(symbol, "{\"s\":\"" + "x".repeat(251) + "\"}", Reason.TOPIC_TOO_LONG, "{s}");
        assertUnmappable(symbol, "{\"s\":\"" + "\u20ac".repeat(84) + "\"}", Reason.TOPIC_TOO_LONG, "{s}");
    }

    @Test
    void noRecordBecomesANoticeOfASeat() {
        TopicRoutes symbol = mapper("{s}/{t}/{u}");
        assertUnmappable(
                symbol,
                "{\"s\":\"usher\",\"t\":\"notice\",\"u\":\"seat-1\"}",
                Reason.RESERVED_FOR_NOTICES,
                "reserved for notices of seats");
        assertUnmappable(mapper("{s}"), "{\"s\":\"usher\"}", Reason.RESERVED_FOR_NOTICES, "usher");
        assertThat(topic(mapper("{s}/x"), json("{\"s\":\"ushers\"}"))).isEqualTo("ushers/x");
    }

    @Property(tries = 2000)
    void noPayloadMakesItThrow(@ForAll byte[] payload) {
        assertThat(prices.map(Records.record(PRICES_0, 0, payload))).isNotNull();
    }

    @Property(tries = 500)
    void cutAnywhereIsMalformed(@ForAll @net.jqwik.api.constraints.IntRange(min = 1, max = 120) int length) {
        byte[] cut = java.util.Arrays.copyOf(QUOTE.getBytes(UTF_8), length);
        assertThat(unmappable(prices, Records.record(PRICES_0, 0, cut)).reason())
                .isEqualTo(Reason.MALFORMED_JSON);
    }

    private static TopicRoutes mapper(String template) {
        return mapper(template, ReservedCharacters.ENCODE);
    }

    private static TopicRoutes mapper(String template, ReservedCharacters reserved) {
        return new TopicRoutes(JsonFormat.INSTANCE, List.of(RouteMapping.of(ROUTE, template, reserved)));
    }

    private static String topic(TopicRoutes mapper, InboundRecord record) {
        MapOutcome outcome = mapper.map(record);
        assertThat(outcome).isInstanceOf(MapOutcome.Mapped.class);
        return ((MapOutcome.Mapped) outcome).topic().text();
    }

    private static MapOutcome.Unmappable unmappable(TopicRoutes mapper, InboundRecord record) {
        MapOutcome outcome = mapper.map(record);
        assertThat(outcome).isInstanceOf(MapOutcome.Unmappable.class);
        return (MapOutcome.Unmappable) outcome;
    }

    private static void assertUnmappable(TopicRoutes mapper, String payload, Reason reason, String named) {
        MapOutcome.Unmappable outcome = unmappable(mapper, json(payload));
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.detail()).contains(named).doesNotContain("SECRET", "AAPL", "NASDAQ", "xxx");
    }
}
