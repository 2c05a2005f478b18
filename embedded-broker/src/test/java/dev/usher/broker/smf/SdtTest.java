package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.core.Destination;
import dev.usher.broker.core.EmbeddedMessage;
import dev.usher.broker.core.UnsignedNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdtTest {

    private static Object decode(byte[] bytes) {
        return Sdt.decode(new ByteReader(bytes, 0, bytes.length));
    }

    private static Object decodeHex(String hex) {
        return decode(HexFormat.of().parseHex(hex));
    }

    @Property
    void whatIsWrittenIsRead(@ForAll("values") Object value) {
        assertThat(decode(Sdt.encode(value))).usingRecursiveComparison().isEqualTo(value);
    }

    @Property
    void noiseIsRefusedOrReadButNothingElse(@ForAll @Size(max = 80) byte[] noise) {
        readOrRefused(noise);
    }

    @Property
    void damageIsRefusedOrReadButNothingElse(
            @ForAll("values") Object value, @ForAll @IntRange(max = 10_000) int where, @ForAll byte by) {
        byte[] bytes = Sdt.encode(value);
        bytes[where % bytes.length] ^= by;
        readOrRefused(bytes);
        readOrRefused(Arrays.copyOf(bytes, where % bytes.length));
    }

    private static void readOrRefused(byte[] bytes) {
        try {
            decode(bytes);
        } catch (MalformedFrameException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    /** All types, and containers of them a few levels deep. */
    @Provide
    Arbitrary<Object> values() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
                Arbitraries.just((Object) null),
                Arbitraries.of(true, false).map(v -> v),
                Arbitraries.bytes().map(v -> v),
                Arbitraries.shorts().map(v -> v),
                Arbitraries.integers().map(v -> v),
                Arbitraries.longs().map(v -> v),
                Arbitraries.longs().map(v -> new UnsignedNumber(8, v)),
                Arbitraries.integers().between(0, 255).map(v -> new UnsignedNumber(1, v)),
                Arbitraries.integers().between(0, 65_535).map(v -> new UnsignedNumber(2, v)),
                Arbitraries.longs().between(0, 0xffff_ffffL).map(v -> new UnsignedNumber(4, v)),
                Arbitraries.floats().map(v -> v),
                Arbitraries.doubles().map(v -> v),
                Arbitraries.chars().map(v -> v),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(300).map(v -> v),
                strings().map(v -> v),
                strings().map(Destination::topic),
                strings().map(Destination::queue),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(EmbeddedMessage::new));
        return Arbitraries.recursive(
                () -> scalars,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(3).map(v -> v),
                        Arbitraries.maps(strings(), inner).ofMaxSize(3).map(LinkedHashMap::new)),
                0,
                3);
    }

    private static Arbitrary<String> strings() {
        // Any text that UTF-8 can say: no halves of surrogate pairs.
        return Arbitraries.strings()
                .withCharRange('\0', '\ud7ff')
                .withCharRange('\ue000', '\uffff')
                .ofMaxLength(70);
    }

    /** As JCSMP wrote them. */
    @ParameterizedTest
    @CsvSource({
        "040301, java.lang.Boolean, true",
        "0803ff, java.lang.Byte, -1",
        "0806fffffffd, java.lang.Integer, -3",
        "080a0000010000000000, java.lang.Long, 1099511627776",
        "10063fc00000, java.lang.Float, 1.5",
        "100a4004000000000000, java.lang.Double, 2.5",
        "14040063, java.lang.Character, c",
        "1c0673747200, java.lang.String, str",
        "1d000773747200, java.lang.String, str"
    })
    void readsWhatClientsWrite(String hex, Class<?> type, String value) {
        assertThat(decodeHex(hex)).isInstanceOf(type).hasToString(value);
    }

    @Test
    void writesWhatClientsWrite() {
        assertThat(Sdt.encode(null)).isEqualTo(HexFormat.of().parseHex("0002"));
        assertThat(Sdt.encode(Destination.topic("reply/here")))
                .isEqualTo(HexFormat.of().parseHex("200e007265706c792f6865726500"));
        assertThat(Sdt.encode("x".repeat(300))).startsWith(0x1d, 0x01, 0x30).hasSize(304);
        assertThat(Sdt.encode("x".repeat(70_000))).startsWith(0x1e, 0x01, 0x11, 0x75);
        assertThat(Sdt.encode(Map.of("ci", "corr-1")))
                .isEqualTo(HexFormat.of().parseHex("2b000000131c056369001c09636f72722d3100"));
        assertThat(Sdt.encode(List.of())).isEqualTo(HexFormat.of().parseHex("2f00000005"));
        assertThatThrownBy(() -> Sdt.encode(List.of(new StringBuilder()))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                // lengths: none, shorter than the item's own head, over the end, not to the end
                "08",
                "0800",
                "0801",
                "08060000",
                "080300ff",
                "0b00000000",
                "0bffffffff",
                // sizes that no value of the type has; a boolean of 2; a string without its NUL
                "000300",
                "0402",
                "040302",
                "0805000000",
                "0c02",
                "10040000",
                "140300",
                "1c02",
                "1c0361",
                // a destination of no kind, or without a name; a type that does not exist
                "20040200",
                "2002",
                "3002",
                // a map: key that is no string, key without value; a container with half an item
                "2b0000000a0803010803ff",
                "2b000000091c046100",
                "2f0000000608",
            })
    void refusesWhatMakesNoSense(String hex) {
        assertThatThrownBy(() -> decodeHex(hex)).isInstanceOf(MalformedFrameException.class);
    }

    @Test
    void containersNestToALimit() {
        Object nested = new ArrayList<>();
        for (int i = 1; i < Sdt.MAX_DEPTH; i++) {
            nested = List.of(nested);
        }
        assertThat(decode(Sdt.encode(nested))).isEqualTo(nested);
        byte[] tooDeep = Sdt.encode(List.of(nested));
        assertThatThrownBy(() -> decode(tooDeep)).hasMessageContaining("too deep");
    }
}
