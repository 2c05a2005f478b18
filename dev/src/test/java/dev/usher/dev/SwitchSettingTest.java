package dev.usher.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.broker.switches.BrokerSwitches.SameName;
import dev.usher.broker.switches.Switch;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.TypeConversionException;

class SwitchSettingTest {
    private static BrokerSwitches with(String text) {
        return SwitchSetting.parse(text).applyTo(BrokerSwitches.defaults());
    }

    @Test
    void eachKindOfValueIsRead() {
        assertThat(with("oboRemovesForeign=false").oboRemovesForeign()).isFalse();
        assertThat(with("sameName=refuse").sameName()).isEqualTo(SameName.REFUSE);
        assertThat(with("maxAclProfiles=7").maxAclProfiles()).isEqualTo(7);
        assertThat(with("monitorLag=0.25s").monitorLag()).isEqualTo(Duration.ofMillis(250));
    }

    static List<Switch<?>> switches() {
        return BrokerSwitches.all();
    }

    @ParameterizedTest
    @MethodSource("switches")
    <T> void everySwitchThereIsCanBeSet(Switch<T> key) {
        String value = key.hardest() instanceof Duration d
                ? d.toMillis() / 1000.0 + "s"
                : key.hardest().toString().toLowerCase(Locale.ROOT);

        assertThat(with(key.name() + "=" + value).get(key)).isEqualTo(key.hardest());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sameNames=REFUSE | sameName,",
                "sameName | TAKE_OVER, REFUSE",
                "sameName=maybe | TAKE_OVER, REFUSE",
                "oboRemovesForeign=yes | true or false",
                "maxAclProfiles=many | a whole number",
                "monitorLag=soon | 0.2s",
            })
    void whatCannotBeIsRefusedWithWhatCan(String text, String offered) {
        assertThatThrownBy(() -> SwitchSetting.parse(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining(offered);
    }
}
