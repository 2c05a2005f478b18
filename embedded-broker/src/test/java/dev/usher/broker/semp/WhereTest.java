package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {
    private static final ObjectType TYPE = new ObjectType(
            "Thing",
            List.of(
                    Attribute.parent("msgVpnName"),
                    Attribute.key("name", 160),
                    Attribute.flag("enabled", false),
                    Attribute.number("uptime", 0, 1_000, 0L),
                    Attribute.secret("password", 10, "")));
    private static final JsonObject THING = new JsonObject()
            .put("msgVpnName", "default")
            .put("name", "#mqtt/a,b/1")
            .put("enabled", true)
            .put("uptime", 100);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name==%23mqtt%2Fa%2Cb%2F1 | true",
                "name==#mqtt/a%2Cb/1       | true",
                "name==%23mqtt%2Fa%2Cb     | false",
                "name==%23mqtt%2F*         | true",
                "name==*b/1                | true",
                "name==*mqtt*1             | true",
                "name==*                   | true",
                "name==%23mqtt/.*          | false",
                "name!=%23mqtt%2F*         | false",
                "name!=other               | true",
                "name<z                    | true",
                "name>z                    | false",
                "enabled==true             | true",
                "enabled!=true             | false",
                "uptime==100               | true",
                "uptime>=100               | true",
                "uptime<=99                | false",
                "uptime<101                | true",
                "uptime>9                  | true",
                "enabled==true,uptime>9    | true",
                "enabled==true,uptime>900  | false"
            })
    void compares(String raw, boolean expected) {
        assertThat(Where.parse(raw, TYPE).test(THING)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name",
                "==x",
                "other==x",
                "password==x",
                "enabled==yes",
                "enabled>true",
                "uptime==ten",
                "name==a%2",
                "",
                "name==a,",
                "name%3D%3Da,b"
            })
    void refusesWhatItCannotCompare(String raw) {
        assertThatThrownBy(() -> Where.parse(raw, TYPE))
                .isInstanceOfSatisfying(
                        SempRefusal.class, e -> assertThat(e.code()).isEqualTo(SempCode.INVALID_PARAMETER.number()));
    }

    @Test
    void theOperatorMayBeEscapedToo() {
        assertThat(Where.parse("uptime%3E%3D100", TYPE).test(THING)).isTrue();
    }
}
