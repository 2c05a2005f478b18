package dev.usher.entitlements.postgres;

import static dev.usher.entitlements.postgres.Samples.catalog;
import static dev.usher.entitlements.postgres.Samples.group;
import static dev.usher.entitlements.postgres.Samples.product;
import static dev.usher.entitlements.postgres.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.UserStatus;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CatalogHashTest {
    private static String hash(Catalog catalog) {
        return CatalogHash.of(Writes.definitions(catalog));
    }

    @Test
    void orderDoesNotCount() {
        List<Product> products = List.of(product("a", "A/>", "B/>"), product("b", "C/>"));
        List<Product> others = List.of(product("b", "C/>"), product("a", "B/>", "A/>"));

        assertThat(hash(new Catalog(products, List.of(), List.of())))
                .isEqualTo(hash(new Catalog(others, List.of(), List.of())));
    }

    static Stream<Catalog> differing() {
        List<Product> products = catalog().products();
        return Stream.of(
                new Catalog(
                        List.of(product("nasdaq-l1", "US/NASDAQ/*"), products.get(1)),
                        catalog().groups(),
                        catalog().users()),
                new Catalog(
                        products,
                        List.of(group("us-desk", "nyse-l1")),
                        catalog().users()),
                new Catalog(products, List.of(group("us-desk")), catalog().users()),
                new Catalog(products, catalog().groups(), List.of()),
                withAlice(user("alice", List.of(), "nasdaq-l1")),
                withAlice(user("alice", UserStatus.SUSPENDED, List.of("us-desk"), List.of(), Map.of("local", "alice"))),
                withAlice(user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("local", "alice2"))),
                withAlice(user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of("other", "alice"))),
                withAlice(user("alice", UserStatus.ACTIVE, List.of("us-desk"), List.of(), Map.of())));
    }

    private static Catalog withAlice(dev.usher.entitlements.core.User alice) {
        return new Catalog(catalog().products(), catalog().groups(), List.of(alice, user("bob", List.of(), "nyse-l1")));
    }

    @ParameterizedTest
    @MethodSource("differing")
    void everyWordCounts(Catalog other) {
        assertThat(hash(other)).isNotEqualTo(hash(catalog()));
    }
}
