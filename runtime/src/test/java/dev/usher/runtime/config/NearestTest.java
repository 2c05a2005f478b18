package dev.usher.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Property
    void editsAreSymmetricAndZeroOnlyForTheSame(
            @ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars @StringLength(max = 8) String b) {
        assertThat(Nearest.edits(a, b))
                .isEqualTo(Nearest.edits(b, a))
                .isLessThanOrEqualTo(Math.max(a.length(), b.length()));
        assertThat(Nearest.edits(a, b) == 0).isEqualTo(a.equals(b));
    }

    @Property
    void oneLetterMoreIsOneEdit(@ForAll @AlphaChars @StringLength(max = 8) String a, @ForAll @AlphaChars char more) {
        assertThat(Nearest.edits(a, a + more)).isEqualTo(1);
        assertThat(Nearest.edits(a, more + a)).isEqualTo(1);
    }

    @Test
    void findsTheNearestAndNothingFarAway() {
        List<String> known = List.of("clientName", "hosts", "username", "vpn");
        assertThat(Nearest.to("client-name", known)).contains("clientName");
        assertThat(Nearest.to("host", known)).contains("hosts");
        assertThat(Nearest.to("vnp", known)).contains("vpn");
        assertThat(Nearest.to("colour", known)).isEmpty();
    }
}
