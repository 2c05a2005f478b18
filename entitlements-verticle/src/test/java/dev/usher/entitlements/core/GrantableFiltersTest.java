package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantableFiltersTest {
    @ParameterizedTest
    @ValueSource(strings = {"usher", "usher/>", "usher/notice/seat-1", "usher/*"})
    void noticesOfSeatsCannotBeGranted(String filter) {
        assertThatThrownBy(() -> GrantableFilters.parse(filter))
                .isInstanceOf(NotGrantableException.class)
                .hasMessageContaining("reserved for notices of seats");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", "*", "*/US", "us*", "usher*", "#P2P/x", "$SYS/>", "_P2P/x"})
    void neitherCanEverythingNorWhatTheBrokerReserves(String filter) {
        assertThatThrownBy(() -> GrantableFilters.parse(filter)).isInstanceOf(NotGrantableException.class);
    }

    @Test
    void whatOnlyBeginsLikeItCan() {
        assertThat(GrantableFilters.parse("ushers/>").toString()).isEqualTo("ushers/>");
    }
}
