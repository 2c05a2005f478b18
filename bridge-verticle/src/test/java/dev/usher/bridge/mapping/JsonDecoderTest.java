package dev.usher.bridge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.Records;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonDecoderTest {

    private static final List<String> FIELDS =
            List.of("a", "b", "longer-than-eight-bytes", "longer-than-eight-chars", "é", "eightby8", "");

    private static final List<String> WANTED = FIELDS.subList(0, FIELDS.size() - 1);

    private final PayloadDecoder decoder = JsonFormat.INSTANCE.decoderFor(WANTED);
    private final FieldSlots slots = new FieldSlots(WANTED.size());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\r\n{ \n} ",
                "{\"a\":1}",
                "{\"a\":-0,\"b\":0.0e-0,\"x\":[1E+5,-1.5,true,false,null,\"\",{},[],[[]],{\"a\":{}}]}",
                "{\"x\":\"\\u0000\\uD800\\\"\\\\\\/\\b\\f\\n\\r\\t\",\"\\uD83D\\uDE00\":\"\u007f\u0080\u07ff\u0800\uffff\"}",
                "{\"x\":\"\ud83d\ude00\udbff\udfff\"}",
                "{\"x\":1,\"x\":2,\"\":3}",
            })
    void valid(String json) {
        byte[] payload = json.getBytes(UTF_8);
        assertThat(decode(payload)).isEmpty();
        assertThat(JsonOracle.read(payload)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1]",
                "{\"a\":[1}",
                "{a:1}",
                "{\"x\":[,]}",
                "{\"x\":[1,]}",
                "{\"x\":[1 2]}",
                "{\"x\":{]}",
                "{\"x\":[}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{1:1}",
                "{\"x\":01}",
                "{\"x\":-}",
                "{\"x\":+1}",
                "{\"x\":.5}",
                "{\"x\":1.}",
                "{\"x\":1e}",
                "{\"x\":1e+}",
                "{\"x\":0x1}",
                "{\"x\":-01}",
                "{\"x\":1.e1}",
                "{\"x\":--1}",
                "{\"x\":NaN}",
                "{\"x\":Infinity}",
                "{\"x\":1_0}",
                "{\"x\":1f}",
                "{\"x\":tru}",
                "{\"x\":True}",
                "{\"x\":nul",
                "{\"x\":nulll}",
                "{\"x\":truefalse}",
                "{\"x\":\"\\x\"}",
                "{\"x\":\"\\u12\"}",
                "{\"x\":\"\\u12g4\"}",
                "{\"x\":\"\\",
                "{\"x\":\"\\u",
                "{\"x\":\"\\U0041\"}",
                "{\"x\":\"",
                "{\"x\":\"abcdefgh",
                "{\"x\":\"\n\"}",
                "{\"x\":\"a\u0000b\"}",
                "{\"x\":\"abcdefghijk\u001f\"}",
                "{\"x\n\":1}",
                "{\"\\ud800\":1}",
                "{\"x\":{\"\\udc00\\ud800\":1}}",
                "{'x':1}",
                "{\"x\":'1'}",
                "{}{}",
                "{}x",
                "{} ,",
                "{}\u0000",
                "{}\ufeff",
                "{\"x\":1}/**/",
                "{/**/}",
                "{#\n}",
                "{\"x\":1,,\"y\":2}",
                "{\u00a0}",
                "{\u000b}",
                "{\"a\":\u00a01}",
                "{\"x\":\u0000}",
                "{\"x\":[\"]}"
            })
    void invalid(String json) {
        byte[] payload = json.getBytes(UTF_8);
        assertThat(decode(payload)).contains(Reason.MALFORMED_JSON);
        assertThat(JsonOracle.read(payload)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "80, a tail alone",
        "BF, a tail alone",
        "C0AF, overlong",
        "C1BF, overlong",
        "C2, cut",
        "C241, no tail",
        "E0809F, overlong",
        "E09FBF, overlong",
        "E282, cut",
        "E28241, no tail",
        "EDA080, a surrogate",
        "EDBFBF, a surrogate",
        "EDA0BDEDB880, a pair of surrogates",
        "F08080AF, overlong",
        "F08FBFBF, overlong",
        "F09F98, cut",
        "F4908080, beyond the last character",
        "F5808080, beyond the last character",
        "F888808080, five bytes",
        "FC8480808080, six bytes",
        "FE, never",
        "FF, never",
    })
    void whatIsNoUtf8IsMalformedWhereverItStands(String hex) {
        byte[] broken = HexFormat.of().parseHex(hex);
        for (String frame : List.of(
                "{\"a\":\"@\"}",
                "{\"x\":\"@\"}",
                "{\"@\":1}",
                "{\"x\":[{\"y\":\"@\"}]}",
                "{\"x\":\"12345@7890123\"}")) {
            assertThat(decode(frame(frame, broken))).as(frame).contains(Reason.MALFORMED_JSON);
        }
        assertThat(decode(frame("{\"a\":1}@", broken))).contains(Reason.MALFORMED_JSON);
    }

    @Test
    void theLastValidCharactersOfEachLengthAreValid() {
        for (String hex :
                List.of("7F", "C280", "DFBF", "E0A080", "ED9FBF", "EE8080", "EFBFBF", "F0908080", "F48FBFBF")) {
            byte[] character = HexFormat.of().parseHex(hex);
            assertThat(decode(frame("{\"a\":\"@\",\"@\":\"1234567@\"}", character)))
                    .isEmpty();
            assertThat(shown(0)).isEqualTo("TEXT " + new String(character, UTF_8));
        }
    }

    @Test
    void nestingHasALimit() {
        for (String[] pair : new String[][] {{"[", "]"}, {"{\"x\":", "}"}}) {
            String open = pair[0];
            String middle = open.equals("[") ? "" : "1";
            String deepest = "{\"x\":" + open.repeat(JsonDecoder.DEEPEST - 1) + middle
                    + pair[1].repeat(JsonDecoder.DEEPEST - 1) + "}";
            assertThat(decode(deepest.getBytes(UTF_8))).isEmpty();
            String deeper =
                    "{\"x\":" + open.repeat(JsonDecoder.DEEPEST) + middle + pair[1].repeat(JsonDecoder.DEEPEST) + "}";
            assertThat(decode(deeper.getBytes(UTF_8))).contains(Reason.MALFORMED_JSON);
            String absurd = "{\"a\":" + open.repeat(1_000_000);
            assertThat(decode(absurd.getBytes(UTF_8))).contains(Reason.MALFORMED_JSON);
        }
        assertThat(decode("{\"a\":\"as before\"}".getBytes(UTF_8))).isEmpty();
        assertThat(shown(0)).isEqualTo("TEXT as before");
    }

    @Test
    void namesAreComparedAsTheyAreMeant() {
        assertThat(decode(
                        "{\"\\u0061\":1,\"longer-than-eight-\\u0063hars\":2,\"\\u00e9\":3,\"eightby8\":4,\"B\":5,\"bb\":6}"
                                .getBytes(UTF_8)))
                .isEmpty();
        assertThat(shown()).containsExactly("INTEGER 1", "MISSING", "MISSING", "INTEGER 2", "INTEGER 3", "INTEGER 4");
        assertThat(decode("{\"a\":1,\"\\u0061\":2}".getBytes(UTF_8))).isEmpty();
        assertThat(shown(0)).isEqualTo("DUPLICATE");
    }

    @Test
    void manyNamesMadeToCollideCostNoMoreThanOthers() {
        // These have one String.hashCode: "Aa" and "BB" can be exchanged at each of twelve places.
        StringBuilder json = new StringBuilder("{\"a\":\"found\"");
        for (int i = 0; i < 1 << 12; i++) {
            json.append(",\"");
            for (int bit = 0; bit < 12; bit++) {
                json.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            json.append("\":").append(i);
        }
        assertThat(decode(json.append('}').toString().getBytes(UTF_8))).isEmpty();
        assertThat(shown(0)).isEqualTo("TEXT found");
    }

    @Test
    void absurdlyLongValuesAreReadAsTheyAre() {
        String digits = "9".repeat(100_000);
        String text = "\\u0041".repeat(100_000);
        assertThat(decode(("{\"a\":" + digits + ",\"b\":\"" + text + "\"}").getBytes(UTF_8)))
                .isEmpty();
        assertThat(shown(0)).isEqualTo("INTEGER " + digits);
        assertThat(shown(1)).isEqualTo("TEXT " + "A".repeat(100_000));
        assertThat(decode("{\"a\":1e999999999,\"b\":1e99999999999999}".getBytes(UTF_8)))
                .isEmpty();
        assertThat(shown(1)).isEqualTo("EXPONENT 1e99999999999999");
    }

    @Property(tries = 3000)
    void agreesWithTheOracle(@ForAll("objects") String json) {
        assertAgreement(json.getBytes(UTF_8));
    }

    /** Ten thousand valid and nearly valid payloads: a byte changed, taken out, put in or repeated, or the rest cut off. */
    @Property(tries = 500)
    void agreesWithTheOracleOnDamage(@ForAll("objects") String json, @ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] damaged = json.getBytes(UTF_8);
            for (int times = random.nextInt(3); times >= 0; times--) {
                damaged = damage(damaged, random);
            }
            assertAgreement(damaged);
        }
    }

    private void assertAgreement(byte[] payload) {
        Map<String, String> expected = JsonOracle.read(payload);
        Optional<Reason> problem = decode(payload);
        assertThat(problem.isEmpty())
                .as("valid: %s", new String(payload, UTF_8))
                .isEqualTo(expected != null);
        if (expected != null) {
            List<String> values = new ArrayList<>();
            WANTED.forEach(field -> values.add(expected.getOrDefault(field, "MISSING")));
            assertThat(shown()).as(new String(payload, UTF_8)).isEqualTo(values);
        }
    }

    private static byte[] damage(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        byte[] likely = "{}[]\",:\\u/0123456789eE+-. \n\ttrufalsn\u0000".getBytes(UTF_8);
        int at = random.nextInt(bytes.length);
        byte other = random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> {
                out.write(other);
                out.write(bytes, at + 1, bytes.length - at - 1);
            }
            case 1 -> out.write(bytes, at + 1, bytes.length - at - 1);
            case 2 -> {
                out.write(other);
                out.write(bytes, at, bytes.length - at);
            }
            case 3 -> {
                int from = random.nextInt(at + 1);
                out.write(bytes, from, bytes.length - from);
            }
            default -> {
                // cut off
            }
        }
        return out.toByteArray();
    }

    @Provide
    Arbitrary<String> objects() {
        return object(value(3));
    }

    private static Arbitrary<String> object(Arbitrary<String> value) {
        Arbitrary<String> name = Arbitraries.oneOf(
                Arbitraries.of(FIELDS),
                Arbitraries.of("\\u0061", "\\u00E9", "c", "longer-than-eight-bytez", "\\ud800", "eightby", "x\\\"y"));
        Arbitrary<String> space = Arbitraries.of("", "", "", " ", "\n\t ");
        Arbitrary<String> member = net.jqwik.api.Combinators.combine(name, space, value)
                .as((n, s, v) -> s + "\"" + n + "\"" + s + ":" + s + v + s);
        return member.list().ofMaxSize(6).map(members -> "{" + String.join(",", members) + "}");
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> text = Arbitraries.of(
                        "a",
                        "AAPL",
                        "é",
                        "€",
                        "\ud83d\ude00",
                        "\\n",
                        "\\/",
                        "\\\"",
                        "\\\\",
                        "\\u0041",
                        "\\ud83d\\ude00",
                        "\\uD83D",
                        "\\ude00",
                        "\\u0000",
                        " ",
                        "12345678",
                        "\u007f",
                        "\u2028")
                .list()
                .ofMaxSize(5)
                .map(parts -> "\"" + String.join("", parts) + "\"");
        Arbitrary<String> plain = Arbitraries.of(
                "0",
                "-0",
                "7",
                "-12",
                "12345678901234567890",
                "1.50",
                "-0.0",
                "1e5",
                "1E-5",
                "2.5e+10",
                "true",
                "false",
                "null");
        if (depth == 0) {
            return Arbitraries.oneOf(text, plain);
        }
        Arbitrary<String> inner = value(depth - 1);
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, text),
                net.jqwik.api.Tuple.of(4, plain),
                net.jqwik.api.Tuple.of(1, object(inner)),
                net.jqwik.api.Tuple.of(
                        1, inner.list().ofMaxSize(3).map(elements -> "[" + String.join(",", elements) + "]")));
    }

    private static byte[] frame(String frame, byte[] inside) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : frame.getBytes(UTF_8)) {
            if (b == '@') {
                out.writeBytes(inside);
            } else {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    private Optional<Reason> decode(byte[] payload) {
        slots.clear();
        byte[] before = payload.clone();
        Optional<Reason> problem = decoder.decode(Records.record(Records.PRICES_0, 0, payload), slots)
                .map(MapOutcome.Unmappable::reason);
        assertThat(Arrays.equals(before, payload)).isTrue();
        return problem.map(reason -> reason == Reason.NOT_AN_OBJECT ? Reason.MALFORMED_JSON : reason);
    }

    private List<String> shown() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            all.add(shown(i));
        }
        return all;
    }

    private String shown(int slot) {
        String text = slots.text(slot);
        return text == null ? slots.kind(slot).name() : slots.kind(slot) + " " + text;
    }
}
