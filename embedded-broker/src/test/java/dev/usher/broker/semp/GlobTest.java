package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class GlobTest {

    @Property(tries = 5_000)
    void matchesWhatTheRegularExpressionWouldMatch(
            @ForAll @Chars({'a', 'b', '*', '\n'}) @StringLength(max = 8) String text,
            @ForAll @Chars({'a', 'b', '\n'}) @StringLength(max = 10) String value) {
        String regex = Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        boolean expected = Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
        assertThat(new Glob(text).matches(value)).isEqualTo(expected);
    }

    @Test
    void aStarStandsForAnyText() {
        assertThat(new Glob("a*c").matches("ac")).isTrue();
        assertThat(new Glob("a*c").matches("abbc")).isTrue();
        assertThat(new Glob("a*c").matches("abcd")).isFalse();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob(".").matches("x")).isFalse();
        assertThat(Glob.isWild("a*")).isTrue();
        assertThat(Glob.isWild("a.")).isFalse();
    }
}
