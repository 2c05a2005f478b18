package dev.usher.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SempEncodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice|alice",
                "#mqtt/x/30|%23mqtt%2Fx%2F30",
                "a/+/#|a%2F%2B%2F%23",
                "US/NASDAQ/>|US%2FNASDAQ%2F%3E",
                "a,b|a%2Cb",
                "a b|a%20b",
                "a%2Fb|a%252Fb",
                "A-Z._~|A-Z._~",
                "é|%C3%A9",
                "...|...",
            })
    void encodesEverythingOutsideUnreserved(String value, String encoded) {
        assertThat(SempEncoding.pathValue(value)).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void refusesWhatWouldNameAnotherResource(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> SempEncoding.pathValue(value));
    }

    @Test
    void refusesAnUnpairedSurrogateInsteadOfReplacingIt() {
        assertThatIllegalArgumentException().isThrownBy(() -> SempEncoding.pathValue("a\ud800"));
    }

    @Property
    void decodingGivesTheValueBack(@ForAll @StringLength(min = 1, max = 60) String value) {
        if (!isUnicode(value) || value.equals(".") || value.equals("..")) {
            return;
        }
        String encoded = SempEncoding.pathValue(value);
        assertThat(encoded).matches("[A-Za-z0-9._~%-]+");
        // A form decoder is a URI decoder but for the plus sign, of which there is none.
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(value);
    }

    @Test
    void keepsTheCommaBetweenKeysRawAndEncodesTheOneInsideAValue() {
        String path = SempPath.MQTT_SUBSCRIPTION.with(List.of("default", "a,b", "primary", "US/+/#"));
        assertThat(path)
                .isEqualTo("/SEMP/v2/config/msgVpns/default/mqttSessions/a%2Cb,primary/subscriptions/US%2F%2B%2F%23");
    }

    @Test
    void takesAsManyIdentifiersAsThePathHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> SempPath.ACL_PROFILE.with(List.of("default")));
        assertThatIllegalArgumentException().isThrownBy(() -> SempPath.ACL_PROFILES.with(List.of("default", "more")));
    }

    private static boolean isUnicode(String value) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }
}
