package dev.usher.broker.semp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SempPathTest {

    @Test
    void aRawCommaSeparatesKeysAndAnEscapedOneBelongsToAValue() {
        SempPath path = SempPath.parse("/SEMP/v2/monitor/msgVpns/default/mqttSessions/a%2Cb,primary/subscriptions");
        assertThat(path.api()).isEqualTo(SempPath.Api.MONITOR);
        assertThat(path.segments())
                .containsExactly(
                        List.of("msgVpns"),
                        List.of("default"),
                        List.of("mqttSessions"),
                        List.of("a,b", "primary"),
                        List.of("subscriptions"));
    }

    @Test
    void slashesInsideAValueAreEscaped() {
        SempPath path = SempPath.parse("/SEMP/v2/action/msgVpns/v/clients/%23mqtt%2Fc1%2F7/disconnect");
        assertThat(path.segments().get(3)).containsExactly("#mqtt/c1/7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/SEMP/v2/",
                "/SEMP/v2/__private_config__/msgVpns",
                "/SEMP/v2/config//msgVpns",
                "/SEMP/v2/config/msgVpns/",
                "/SEMP/v2/config/msgVpns/a,",
                "/SEMP/v2/config/msgVpns/%zz",
                "/SEMP/v1/config/msgVpns"
            })
    void refusesEverythingElse(String raw) {
        assertThatThrownBy(() -> SempPath.parse(raw))
                .isInstanceOfSatisfying(
                        SempRefusal.class, e -> assertThat(e.code()).isEqualTo(SempCode.INVALID_PATH.number()));
    }
}
