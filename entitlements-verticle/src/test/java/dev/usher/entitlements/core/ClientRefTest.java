package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRefTest {
    @Test
    void anMqttClientIsKnownByItsIdWhateverItsNumber() {
        assertThat(new ClientRef.Mqtt("tab").names("#mqtt/tab/7")).isTrue();
        assertThat(new ClientRef.Mqtt("tab/1").names("#mqtt/tab/1/7")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#mqtt/tab/1/7", "#mqtt/tab/", "#mqtt/tab", "#mqtt/tab2/7", "#mqtt/tab/7x", "#mqtt/tab/x7", "tab"
            })
    void aClientWhoseIdOnlyBeginsLikeItIsAnother(String clientName) {
        assertThat(new ClientRef.Mqtt("tab").names(clientName)).isFalse();
    }

    @Test
    void anSmfClientIsKnownByItsWholeName() {
        assertThat(new ClientRef.Smf("desk").names("desk")).isTrue();
        assertThat(new ClientRef.Smf("desk").names("desk/1")).isFalse();
    }
}
