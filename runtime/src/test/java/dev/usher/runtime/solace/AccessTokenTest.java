package dev.usher.runtime.solace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    private static String jwt(String claims) {
        return "eyJhbGciOiJub25lIn0."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    @Test
    void aJwtTellsWhenItEnds() {
        AccessToken token = AccessToken.of(jwt("{\"sub\":\"bridge\",\"exp\":1700000000}"));
        Instant end = Instant.ofEpochSecond(1_700_000_000);
        assertThat(token.expires()).contains(end);
        assertThat(token.isGoodAt(end.minusMillis(1))).isTrue();
        assertThat(token.isGoodAt(end)).isFalse();
        assertThat(token.toString()).doesNotContain("eyJ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"opaque", "a.b", "a.%%%.c", "a.bm90IGpzb24.c", "..", "a.W10.c"})
    void whatIsNoJwtTellsNothing(String text) {
        assertThat(AccessToken.of(text).expires()).isEmpty();
        assertThat(AccessToken.of(text).isGoodAt(Instant.MAX)).isTrue();
    }

    @Test
    void anEndThatIsNoNumberTellsNothing() {
        assertThat(AccessToken.of(jwt("{\"exp\":\"tomorrow\"}")).expires()).isEmpty();
    }
}
