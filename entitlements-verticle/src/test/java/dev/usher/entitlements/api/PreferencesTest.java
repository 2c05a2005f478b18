package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=0 | 0",
                "wait=60 | 60",
                "WAIT = 7 | 7",
                "respond-async, wait=8 | 8",
                "wait=\"9\" | 9",
                "wait=1; q=2 | 1",
                "wait=1, wait=61 | 1"
            })
    void theFirstWaitCounts(String header, int seconds) {
        assertThat(Preferences.wait(List.of(header))).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void otherPreferencesAreIgnored() {
        assertThat(Preferences.wait(List.of("", "return=minimal", "waiting=5, respond-async;wait=7")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait=", "wait=61", "wait=-1", "wait=1.5", "wait=\"", "wait=٣", "wait=99999999999"})
    void anythingElseIsRefused(String header) {
        assertThatThrownBy(() -> Preferences.wait(List.of(header)))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("0 to 60");
    }
}
