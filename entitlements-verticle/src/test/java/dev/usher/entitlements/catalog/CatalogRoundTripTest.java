package dev.usher.entitlements.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.runtime.config.ConfigException;
import dev.usher.topics.TopicFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read as it was; grants with spans; and many files as one. */
class CatalogRoundTripTest {
    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(@ForAll("catalogs") Catalog catalog) {
        String text = CatalogFile.write(catalog);

        Definitions read = CatalogFile.parse("export", text);

        assertThat(read.products()).isEqualTo(catalog.products());
        assertThat(read.groups()).isEqualTo(catalog.groups());
        assertThat(read.users())
                .isEqualTo(catalog.users().stream()
                        .map(user -> new UserDefinition(user, Optional.of(user.status())))
                        .toList());
    }

    @Provide
    Arbitrary<Catalog> catalogs() {
        Arbitrary<List<String>> names = Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withChars('a', 'ä', '"', '\'', '#', ':', ' ', '-', '[', '{', '日', '\\', '>')
                                .ofMinLength(1)
                                .ofMaxLength(20),
                        Arbitraries.of("null", "true", "0123", "1e3", "~", "2026-01-01", "- x", "no", "*a", "&b"))
                .filter(name -> !name.isBlank())
                .set()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(List::copyOf);
        return Combinators.combine(names, names, names, Arbitraries.integers().between(0, 1 << 20))
                .as(CatalogRoundTripTest::catalog);
    }

    private static Catalog catalog(List<String> products, List<String> groups, List<String> users, int choice) {
        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        List<Grant> grants = products.stream()
                .map(product -> switch ((choice + products.indexOf(product)) % 4) {
                    case 0 -> Grant.of(product);
                    case 1 -> new Grant(product, Optional.of(from), Optional.empty());
                    case 2 -> new Grant(product, Optional.empty(), Optional.of(from.plusNanos(1000)));
                    default -> new Grant(product, Optional.of(from), Optional.of(from.plusSeconds(choice + 1)));
                })
                .toList();
        return new Catalog(
                products.stream()
                        .map(id -> new Product(id, List.of(TopicFilter.parse("Z/*/>"), TopicFilter.parse("A/b c"))))
                        .toList(),
                groups.stream()
                        .map(id -> new Group(
                                id,
                                (choice & 4) == 0 ? grants : List.of(),
                                (choice & 8) == 0 ? FenceMode.MANAGED : FenceMode.SELF_SERVICE,
                                (choice & 16) == 0 ? Optional.empty() : Optional.of("true")))
                        .toList(),
                users.stream()
                        .map(id -> new User(
                                id,
                                new TreeSet<>(groups),
                                (choice & 32) == 0 ? grants : List.of(),
                                (choice & 64) == 0 ? UserStatus.ACTIVE : UserStatus.SUSPENDED,
                                (choice & 128) == 0 ? Optional.empty() : Optional.of(groups.get(0)),
                                (choice & 256) == 0 ? Map.of() : Map.of("0x1", "007-" + users.indexOf(id))))
                        .toList());
    }

    private static final String SECTIONS_AROUND = """
            products: [{id: p, filters: [A/>]}, {id: q, filters: [B/>]}]
            groups:
              - id: desk
                mode: self-service
                tier: gold
                grants: [p, {product: q, validFrom: 2026-01-01T00:00:00Z, validUntil: '2026-02-01T00:00:00+01:00'}]
            users: [{id: alice, groups: [desk], profileGroup: desk, grants: [{product: p}]}]
            """;

    @Test
    void grantsMayHaveSpansAndGroupsAModeAndATier() {
        Definitions read = CatalogFile.parse("c", SECTIONS_AROUND);

        assertThat(read.groups())
                .containsExactly(new Group(
                        "desk",
                        List.of(
                                Grant.of("p"),
                                new Grant(
                                        "q",
                                        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                                        Optional.of(Instant.parse("2026-01-31T23:00:00Z")))),
                        FenceMode.SELF_SERVICE,
                        Optional.of("gold")));
        assertThat(read.users().get(0).status()).isEmpty();
        assertThat(read.users().get(0).user().profileGroup()).contains("desk");
    }

    @Test
    void whatIsWrongWithGrantsIsNamed() {
        assertThatThrownBy(() -> CatalogFile.parse("c", """
                        products: [{id: p, filters: [A/>]}]
                        groups:
                          - {id: g1, products: [p]}
                          - {id: g2, products: []}
                          - {id: g3, grants: [p, p]}
                          - {id: g4, grants: [{product: p, validFrom: tomorrow}]}
                          - {id: g5, grants: [{product: p, validFrom: 2026-01-02T00:00:00Z, validUntil: 2026-01-01T00:00:00Z}]}
                          - {id: g6, grants: [17]}
                          - {id: g7, grants: [{product: p, until: x}]}
                          - {id: g8, mode: open}
                        users:
                          - {id: u1, products: [p]}
                          - {id: u2, profileGroup: g1}
                        """))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("groups[0].products: is not a key here; name what is granted under grants")
                .hasMessageContaining("groups[1].products: is not a key here")
                .hasMessageContaining("group g3 is granted product p twice")
                .hasMessageContaining("groups[3].grants[0].validFrom")
                .hasMessageContaining("2026-01-01T00:00:00Z")
                .hasMessageContaining("which is not after its begin")
                .hasMessageContaining("groups[5].grants[0].product")
                .hasMessageContaining("groups[6].grants[0].until: is not a known key")
                .hasMessageContaining("groups[7].mode")
                .hasMessageContaining("users[0].products: is not a key here")
                .hasMessageContaining("profile group g1 is not one of the user's groups");
    }

    @Test
    void aFolderIsReadAsOne(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "products: [{id: p, filters: [A/>]}]\n");
        Files.writeString(folder.resolve("b.yml"), "users: [{id: alice, grants: [p, stored]}]\n");
        Files.writeString(folder.resolve("README.md"), "not a catalog");
        Files.createDirectory(folder.resolve("c.yaml"));

        Definitions read = CatalogFile.readAll(folder);

        assertThat(read.products()).extracting(Product::id).containsExactly("p");
        assertThat(read.groups()).isEmpty();
        assertThat(read.users().get(0).user().products()).isEqualTo(Set.of("p", "stored"));
        assertThat(CatalogFile.readAll(folder.resolve("a.yaml")).products()).hasSize(1);
        assertThatThrownBy(() -> CatalogFile.readWhole(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("groups: is in no file of " + folder);
        Files.writeString(folder.resolve("d.yaml"), "groups: []\n");
        assertThat(CatalogFile.readWhole(folder)).isEqualTo(read);
    }

    @Test
    void whatIsDefinedInTwoFilesIsNamedWithBoth(@TempDir Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("1.yaml"), "groups: [{id: g}, {id: h}, {id: h}]\n");
        Path two = Files.writeString(folder.resolve("2.yaml"), "groups: [{id: g}]\n");
        Path three = Files.writeString(folder.resolve("3.yaml"), "groups: [{id: }]\nusers: [{id: x, group: [g]}]\n");
        Path four = Files.writeString(folder.resolve("4.yaml"), "");

        assertThatThrownBy(() -> CatalogFile.readAll(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("group g is defined in " + one + " and in " + two)
                .hasMessageContaining("group h is defined twice in " + one)
                .hasMessageContaining(three + ": groups[0].id")
                .hasMessageContaining(three + ": users[0].group: is not a known key")
                .hasMessageContaining(four + " is empty");
    }

    @Test
    void whatCannotBeReadIsNamed(@TempDir Path folder) {
        for (Path path : Stream.of(folder, folder.resolve("absent.yaml")).toList()) {
            assertThatThrownBy(() -> CatalogFile.readAll(path))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(path.toString());
        }
    }
}
