package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.MapOutcome.Mapped;
import dev.usher.bridge.core.MapOutcome.Skipped;
import dev.usher.bridge.core.MapOutcome.Unmappable;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.Records;
import dev.usher.bridge.core.Route;
import dev.usher.topics.LevelCodec;
import dev.usher.topics.ReservedCharacters;
import dev.usher.topics.TextTemplate;
import dev.usher.topics.TopicTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TopicRoutesTest {

    @Test
    void theFirstRouteWhoseConditionHoldsTakesTheRecord() {
        TopicRoutes routes = routes(
                route("big", "{type} == 'trade' and {size} >= 100", "BIG/{symbol}"),
                route("trades", "{type} == 'trade'", "TRADES/{symbol}"),
                route("quotes", "{type} == 'quote'", "QUOTES/{symbol}"));

        assertThat(where(routes, "{'type':'trade','size':100,'symbol':'A'}")).isEqualTo("big BIG/A");
        assertThat(where(routes, "{'type':'trade','size':99.9,'symbol':'A'}")).isEqualTo("trades TRADES/A");
        assertThat(where(routes, "{'type':'quote','symbol':'A'}")).isEqualTo("quotes QUOTES/A");
        assertThat(map(routes, "{'type':'news','symbol':'A'}")).isEqualTo(Skipped.NO_ROUTE);
        assertThat(map(routes, "{}")).isEqualTo(Skipped.NO_ROUTE);
    }

    @Test
    void aBrokenPayloadIsNoMatterOfConditions() {
        TopicRoutes routes =
                routes(route("a", "{type} == 'trade'", "{symbol}"), route("b", "{$topic} == 'PRICES'", "x"));
        assertReason(routes, "{'type':'other'", Reason.MALFORMED_JSON);
        assertReason(routes, "", Reason.MALFORMED_JSON);
        assertReason(routes, "[]", Reason.NOT_AN_OBJECT);
    }

    @Test
    void whoseItIsCannotBeToldWhenTheFieldIsThereTwice() {
        TopicRoutes routes = routes(route("a", "{type} != 'trade'", "{symbol}"), route("b", "", "b/{symbol}"));
        assertReason(routes, "{'type':'trade','type':'quote','symbol':'A'}", Reason.DUPLICATE_FIELD);
        assertThat(where(routes, "{'type':'trade','symbol':'A','x':1,'x':2}")).isEqualTo("b b/A");
    }

    @Test
    void aFieldOfAnotherRouteDoesNoHarm() {
        TopicRoutes routes = routes(route("a", "{type} == 'a'", "{symbol}"), route("b", "", "b/{name}"));
        assertThat(where(routes, "{'type':'b','symbol':{},'symbol':[],'name':'N'}"))
                .isEqualTo("b b/N");
    }

    @Test
    void tombstonesGoAsTheRouteSays() {
        InboundRecord tombstone = keyed("K1", null);
        assertThat(routes(route("a", "", "x/{$key}", Tombstones.DEAD_LETTER)).map(tombstone))
                .isEqualTo(new Unmappable(Reason.NULL_PAYLOAD, "the record has no payload", Optional.of(direct("a"))));
        assertThat(routes(route("a", "", "x/{$key}", Tombstones.SKIP)).map(tombstone))
                .isEqualTo(Skipped.TOMBSTONE);
        assertThat(where(routes(route("a", "", "x/{$key}", Tombstones.PUBLISH)).map(tombstone)))
                .isEqualTo("a x/K1");
        assertThat(where(routes(route("a", "", "{s | default 'gone'}/{$key}", Tombstones.PUBLISH))
                        .map(tombstone)))
                .isEqualTo("a gone/K1");
        assertThat(routes(route("a", "", "{s}/{$key}", Tombstones.PUBLISH)).map(tombstone))
                .isEqualTo(new Unmappable(Reason.MISSING_FIELD, "field s is missing", Optional.of(direct("a"))));
    }

    @Test
    void conditionsOfATombstoneSeeNoPayload() {
        InboundRecord tombstone = keyed("K1", null);
        RouteMapping gone = route("gone", "not exists {type}", "gone/{$key}", Tombstones.PUBLISH);
        RouteMapping skipping = route("a", "{type} == 'a'", "{s}", Tombstones.SKIP);
        RouteMapping burying = route("b", "{type} == 'b'", "{s}", Tombstones.DEAD_LETTER);
        RouteMapping byKey = route("k", "{$key} == 'K2'", "{s}", Tombstones.DEAD_LETTER);

        assertThat(where(routes(burying, gone).map(tombstone))).isEqualTo("gone gone/K1");
        assertThat(routes(skipping).map(tombstone)).isEqualTo(Skipped.NO_ROUTE);
        assertThat(routes(byKey).map(tombstone)).isEqualTo(Skipped.NO_ROUTE);
        // It could have been one of b's, and those are not dropped.
        assertThat(routes(skipping, burying).map(tombstone))
                .isEqualTo(new Unmappable(Reason.NULL_PAYLOAD, "the record has no payload"));
    }

    /** What a condition says of key and headers is known without a payload, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{$key} == 'K2' and {size} > 5         | false",
                "{$key} == 'K1' and {size} > 5         | true",
                "{$key} == 'K2' or {size} > 5          | true",
                "not ({$key} == 'K1' or {size} > 5)    | false",
                "not ({$key} == 'K2' or {size} <= 5) and exists {size} | true",
                "{$key} in ('K2') and not {type} == 'a' | false",
                "exists {$header.none} and exists {s}  | false",
                "not exists {$header.none} and exists {s} | true",
            })
    void aTombstoneIsBuriedOnlyWhereTheRouteCouldHaveTakenIt(String when, boolean buried) {
        InboundRecord tombstone = keyed("K1", null);
        assertThat(routes(route("a", when, "{s}", Tombstones.DEAD_LETTER)).map(tombstone))
                .isEqualTo(
                        buried ? new Unmappable(Reason.NULL_PAYLOAD, "the record has no payload") : Skipped.NO_ROUTE);
        assertThat(routes(route("a", when, "{s}", Tombstones.SKIP)).map(tombstone))
                .isEqualTo(Skipped.NO_ROUTE);
    }

    /** NUL ends a text on the wire: what was behind it would be gone. */
    @Test
    void aUserPropertyWithNulIsLeftOut() {
        TopicRoutes routes = routes(new RouteMapping(
                direct("a"),
                Condition.ALWAYS,
                TopicTemplate.parse("t", ReservedCharacters.ENCODE),
                ReservedCharacters.ENCODE,
                Tombstones.DEAD_LETTER,
                Map.of("nul", TextTemplate.parse("[{s}]"), "other", TextTemplate.parse("{t}"))));

        assertThat(((Mapped) map(routes, "{'s':'a\\u0000b','t':'c'}"))
                        .properties()
                        .toMap())
                .isEqualTo(Map.of("other", "c"));
    }

    @Test
    void anEmptyPayloadIsNoTombstone() {
        assertThat(where(routes(route("a", "", "x/{$key}", Tombstones.SKIP)).map(keyed("K1", ""))))
                .isEqualTo("a x/K1");
    }

    @Test
    void userPropertiesAreShownAsTheyAreAndLeftOutWhenTheyLackAValue() {
        Map<String, TextTemplate> templates = new LinkedHashMap<>();
        templates.put("isin", TextTemplate.parse("{i.isin | upper}"));
        templates.put("price", TextTemplate.parse("{price | number '0.00'} {ccy | default 'USD'}"));
        templates.put("raw", TextTemplate.parse("{price}"));
        templates.put("flag", TextTemplate.parse("{flag}"));
        templates.put("key", TextTemplate.parse("{$key}"));
        templates.put("origin", TextTemplate.parse("kafka"));
        TopicRoutes routes = routes(new RouteMapping(
                direct("a"),
                Condition.ALWAYS,
                TopicTemplate.parse("{s}", ReservedCharacters.ENCODE),
                ReservedCharacters.ENCODE,
                Tombstones.DEAD_LETTER,
                templates));

        Mapped first = (Mapped)
                routes.map(keyed("K/1", "{\"s\":\"A\",\"price\":1.005,\"flag\":true,\"i\":{\"isin\":\"us0\"}}"));
        assertThat(first.properties().toMap())
                .isEqualTo(Map.of(
                        "isin",
                        "US0",
                        "price",
                        "1.01 USD",
                        "raw",
                        "1.005",
                        "flag",
                        "true",
                        "key",
                        "K/1",
                        "origin",
                        "kafka"));
        // The topic is known from the records before, the properties are not.
        Mapped again = (Mapped) map(routes, "{'s':'A'}");
        Mapped second = (Mapped) map(routes, "{'s':'A','price':'much','flag':{},'i':{'isin':1,'isin':2}}");
        assertThat(second.properties().toMap()).isEqualTo(Map.of("raw", "much", "origin", "kafka"));
        assertThat(second.topic()).isSameAs(again.topic()).isEqualTo(first.topic());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'x':1.50}     | {x _ number}                    | 1.5",
                "{'x':15e-1}    | {x _ number}                    | 1.5",
                "{'x':'1.50'}   | {x _ number '0.000'}            | 1.500",
                "{'x':123456789012345678901234567890.125} | {x _ number '0.00'} | 123456789012345678901234567890.13",
                "{'x':1e20}     | {x _ number}                    | 100000000000000000000",
                "{'x':null}     | {x _ default 'n'}               | n",
                "{'x':''}       | {x _ default 'n'}               | n",
                "{}             | {x _ upper _ default 'n'}       | n",
                "{'x':null}     | {x.y _ default 'n'}             | n",
                "{'x':1700000000000} | {x _ date 'yyyyMMdd HH'}   | 20231114 22",
                "{'x':'2026-03-08T01:59:59-05:00'} | {x _ date 'yyyy-MM-dd' 'Asia/Tokyo'} | 2026-03-08",
                "{'x':'eur/usd'} | {x _ upper}                    | EUR%2FUSD",
                "{'x':-0}       | {x _ number}                    | 0",
                "{'x':0}        | {x}                             | 0",
                "{'x':'-0'}     | {x}                             | -0",
                "{'x':'1700000000000'} | {x _ number _ date 'yyyy'} | 2023",
                "{'x':''}       | {x _ default '0' _ date 'yyyy'} | 1970",
                "{'x':'a'}      | {$topic _ lower}-{$partition}   | ",
            })
    void filters(String payload, String template, String topic) {
        if (topic != null) {
            assertThat(where(routes(route("r", "", template.replace('_', '|'))), payload))
                    .isEqualTo("r " + topic);
        } else {
            assertThat(where(
                            routes(route(
                                    "r", "", "{$topic | lower}/{$partition}/{$offset}/{$timestamp | date 'HHmm'}")),
                            payload))
                    .isEqualTo("r prices/0/0/2213");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'x':1.5}          | {x}                    | MISTYPED_FIELD | number}",
                "{'x':-0}           | {x}                    | MISTYPED_FIELD | -0",
                "{'x':'20260301'}   | {x _ date 'yyyy'}      | MISTYPED_FIELD | write number in front of date",
                "{'x':1e3}          | {x _ default 'n'}      | MISTYPED_FIELD | number}",
                "{'x':'SECRET'}     | {x _ number}           | MISTYPED_FIELD | {x | number} is not a number",
                "{'x':1e999999999}  | {x _ number}           | MISTYPED_FIELD | {x | number} is not a number that",
                "{'x':1e-999999999} | {x _ number '0.00'}    | MISTYPED_FIELD | {x | number",
                "{'x':1e99999999999} | {x _ number}          | MISTYPED_FIELD | {x | number} is not a number that",
                "{'x':1e400}        | {x _ number}           | TOPIC_TOO_LONG | {x | number}",
                "{'x':'2026-03-08'} | {x _ date 'yyyy'}      | MISTYPED_FIELD | {x | date",
                "{'x':99999999999999999999} | {x _ date 'yyyy'} | MISTYPED_FIELD | {x | date",
                "{'x':true}         | {x _ upper}            | MISTYPED_FIELD | a boolean",
                "{'x':['SECRET']}   | {x _ default 'n'}      | MISTYPED_FIELD | an array",
                "{'x':1,'x':2}      | {x _ default 'n'}      | DUPLICATE_FIELD | more than once",
                "{'x':null}         | {x _ upper}            | MISTYPED_FIELD | null",
            })
    void whatAFilterCannotUse(String payload, String template, Reason reason, String detail) {
        MapOutcome outcome = map(routes(route("r", "", template.replace('_', '|'))), payload);
        assertThat(outcome).isInstanceOf(Unmappable.class);
        assertThat(((Unmappable) outcome).reason()).isEqualTo(reason);
        assertThat(((Unmappable) outcome).detail()).contains(detail).doesNotContain("SECRET");
    }

    @ParameterizedTest
    @EnumSource(ReservedCharacters.class)
    void aRecordLikeEarlierOnesGetsTheSameOutcomeObject(ReservedCharacters reserved) {
        TopicRoutes routes =
                new TopicRoutes(JsonFormat.INSTANCE, List.of(RouteMapping.of(direct("r"), "{a}/{b}", reserved)));
        assertThat(where(routes, "{'a':'x','b':1}")).isEqualTo("r x/1");
        MapOutcome first = map(routes, "{'a':'x','b':1}");
        assertThat(where(first)).isEqualTo("r x/1");
        assertThat(map(routes, "{'b':1,'z':0,'\\u0061':'\\u0078'}")).isSameAs(first);
        assertThat(map(routes, "{'a':'x','b':2}")).isNotSameAs(first);
    }

    /** Far more often the same values in the cache than not, and whatever they are, topics decode to them. */
    @Property(tries = 300)
    void differentValuesNeverShareATopic(
            @ForAll @Size(max = 40)
                    List<@StringLength(min = 1, max = 3) @Chars({'a', '/', '%', '2', 'F', '"'}) String> values) {
        TopicRoutes routes = routes(route("r", "", "{a}/{b}"));
        for (String a : values) {
            for (String b : values) {
                String json =
                        "{\"a\":\"" + a.replace("\"", "\\\"") + "\",\"b\":\"" + b.replace("\"", "\\u0022") + "\"}";
                assertThat(where(routes.map(Records.json(json))))
                        .isEqualTo("r " + LevelCodec.encode(a) + "/" + LevelCodec.encode(b));
            }
        }
    }

    /** A second format: {@code name=value} lines, numbers in one byte, the names in a header. It touches nothing but the port. */
    @Test
    void anotherFormatNeedsNothingButADecoder() {
        PayloadFormat binary = fields -> (record, slots) -> {
            String schema = null;
            for (InboundRecord.Header header : record.headers()) {
                if (header.name().equals("schema")) {
                    schema = new String(header.value(), UTF_8);
                }
            }
            if (schema == null || !record.partition().topic().equals("PRICES")) {
                return Optional.of(new Unmappable(Reason.MALFORMED_JSON, "there is no schema"));
            }
            List<String> names = List.of(schema.split(",", -1));
            for (int i = 0; i < fields.size(); i++) {
                int at = names.indexOf(fields.get(i));
                if (at >= 0) {
                    byte[] digits = Integer.toString(record.payload()[at]).getBytes(UTF_8);
                    slots.set(i, FieldKind.INTEGER, digits, 0, digits.length);
                }
            }
            return Optional.empty();
        };
        TopicRoutes routes = new TopicRoutes(
                binary,
                List.of(
                        route("low", "{level} < 10", "{$key}/{level}"),
                        route("high", "", "{level}/{x | default '-'}")));

        assertThat(where(routes.map(binary("x,level", 3, 7)))).isEqualTo("low k/7");
        assertThat(where(routes.map(binary("x,level", 3, 70)))).isEqualTo("high 70/3");
        assertThat(where(routes.map(binary("level", 70)))).isEqualTo("high 70/-");
        assertThat(routes.map(keyed("k", "no schema"))).isInstanceOf(Unmappable.class);
    }

    private static InboundRecord binary(String schema, int... values) {
        byte[] payload = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            payload[i] = (byte) values[i];
        }
        return new InboundRecord(
                Records.PRICES_0,
                0,
                0,
                "k".getBytes(UTF_8),
                payload,
                List.of(new InboundRecord.Header("schema", schema.getBytes(UTF_8))));
    }

    private static InboundRecord keyed(String key, String payload) {
        return new InboundRecord(
                Records.PRICES_0,
                0,
                0,
                key.getBytes(UTF_8),
                payload == null ? null : payload.getBytes(UTF_8),
                List.of());
    }

    private static Route direct(String name) {
        return new Route(name, "PRICES", Delivery.direct(false, RecordProperties.NONE));
    }

    private static RouteMapping route(String name, String when, String topic) {
        return route(name, when, topic, Tombstones.DEAD_LETTER);
    }

    private static RouteMapping route(String name, String when, String topic, Tombstones tombstones) {
        return new RouteMapping(
                direct(name),
                when.isEmpty() ? Condition.ALWAYS : Condition.parse(when),
                TopicTemplate.parse(topic, ReservedCharacters.ENCODE),
                ReservedCharacters.ENCODE,
                tombstones,
                Map.of());
    }

    private static TopicRoutes routes(RouteMapping... mappings) {
        return new TopicRoutes(JsonFormat.INSTANCE, new ArrayList<>(List.of(mappings)));
    }

    private static MapOutcome map(TopicRoutes routes, String payload) {
        return routes.map(Records.json(payload.replace('\'', '"')));
    }

    private static String where(TopicRoutes routes, String payload) {
        return where(map(routes, payload));
    }

    private static String where(MapOutcome outcome) {
        assertThat(outcome).isInstanceOf(Mapped.class);
        Mapped mapped = (Mapped) outcome;
        return mapped.route().name() + " " + mapped.topic();
    }

    private static void assertReason(TopicRoutes routes, String payload, Reason reason) {
        assertThat(map(routes, payload))
                .isInstanceOfSatisfying(
                        Unmappable.class,
                        unmappable -> assertThat(unmappable.reason()).isEqualTo(reason));
    }
}
