package dev.usher.entitlements.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.topics.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductTest {
    @ParameterizedTest
    @ValueSource(strings = {">", "*", "*/SPOT", "FX*/SPOT"})
    void aFilterThatStartsWithAWildcardHasToBeAllowed(String filter) {
        List<TopicFilter> filters = List.of(TopicFilter.parse("US/>"), TopicFilter.parse(filter));

        assertThatThrownBy(() -> new Product("p", filters))
                .isInstanceOf(NotGrantableException.class)
                .hasMessageContaining("allowEverything: true");
        assertThatThrownBy(() -> GrantableFilters.parse(filter)).isInstanceOf(NotGrantableException.class);
        assertThat(new Product("p", filters, true).allowEverything()).isTrue();
        assertThat(Product.accepted("p", filters)).isEqualTo(new Product("p", filters, true));
    }

    @Test
    void theFlagIsTrueOnlyWhereAFilterNeedsIt() {
        List<TopicFilter> filters = List.of(TopicFilter.parse("US/*/>"));

        assertThat(new Product("p", filters, true)).isEqualTo(new Product("p", filters));
        assertThat(new Product("p", filters, true).allowEverything()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#P2P/x", "$SYS/>", "_P2P/x", "usher", "usher/>", "usher/notice/s", "#*/x"})
    void whatIsReservedCannotBeGrantedWhateverIsAllowed(String filter) {
        assertThatThrownBy(() -> GrantableFilters.parse(filter, true)).isInstanceOf(NotGrantableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ushers/>", "usher1", "US/usher/>"})
    void whatOnlyLooksReservedCanBeGranted(String filter) {
        assertThat(GrantableFilters.parse(filter)).isEqualTo(TopicFilter.parse(filter));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", " ", "", "a\u0000"})
    void aNameThatCannotStandInAPathIsRefused(String id) {
        assertThatThrownBy(() -> new Product(id, List.of(TopicFilter.parse("a"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameIsMeasuredInCharactersOfUnicode() {
        List<TopicFilter> filters = List.of(TopicFilter.parse("a"));

        assertThat(new Product("😀".repeat(128), filters).id()).hasSize(256);
        assertThatThrownBy(() -> new Product("😀".repeat(129), filters)).hasMessageContaining("129 characters");
    }
}
