package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentCodecTest {

    @Property
    void decodingUndoesEncoding(@ForAll String text) {
        String valid = text.codePoints()
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(PercentCodec.decode(PercentCodec.encode(valid))).isEqualTo(valid);
    }

    @Test
    void encodesEverythingThatIsNotUnreserved() {
        assertThat(PercentCodec.encode("#mqtt/a,b +*>é~-._9")).isEqualTo("%23mqtt%2Fa%2Cb%20%2B%2A%3E%C3%A9~-._9");
    }

    @Test
    void aPlusIsAPlus() {
        assertThat(PercentCodec.decode("a+b%20c")).isEqualTo("a+b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%C3", "%FF"})
    void refusesBrokenEscapes(String raw) {
        assertThatThrownBy(() -> PercentCodec.decode(raw)).isInstanceOf(IllegalArgumentException.class);
    }
}
