package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectTest {
    private static final ObjectType TYPE = new ObjectType(
            "Thing",
            List.of(
                    Attribute.key("name", 10),
                    Attribute.flag("elidingEnabled", false),
                    Attribute.flag("enabled", false)));
    private static final JsonObject THING =
            new JsonObject().put("name", "a").put("elidingEnabled", true).put("enabled", true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name            | name",
                "name,enabled    | name enabled",
                "e*              | elidingEnabled enabled",
                "-name           | elidingEnabled enabled",
                "-e*             | name",
                "*,-enabled      | name elidingEnabled",
                "%6Eame          | name"
            })
    void keepsWhatIsAskedFor(String raw, String expected) {
        assertThat(Select.parse(raw, TYPE).apply(THING).fieldNames()).containsExactlyInAnyOrder(expected.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "-other", "name%2Cenabled", ""})
    void refusesUnknownNamesAndEscapedCommas(String raw) {
        assertThatThrownBy(() -> Select.parse(raw, TYPE)).isInstanceOf(SempRefusal.class);
    }

    @Test
    void takesAtMost256Names() {
        String names = IntStream.range(0, 257).mapToObj(i -> "name").collect(Collectors.joining(","));
        assertThatThrownBy(() -> Select.parse(names, TYPE)).isInstanceOf(SempRefusal.class);
    }
}
