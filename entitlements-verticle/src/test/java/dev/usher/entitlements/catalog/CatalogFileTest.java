package dev.usher.entitlements.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Definitions;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFileTest {
    private static final String GOOD = """
            products:
              - id: nasdaq-l1
                filters: ["US/NASDAQ/>"]
              - id: de
                filters:
                  - DE/*/SAP
                  - DE/XETRA/>
            groups:
              - id: us-desk
                grants: [nasdaq-l1]
              - id: nobody
            users:
              - id: alice
                groups: [us-desk]
                grants: []
                brokers: [{broker: local, clientUsername: alice}, {broker: remote, clientUsername: a.liddell}]
              - id: bob
                status: suspended
                grants: [de, nasdaq-l1]
            """;

    private static Definitions parse(String text) {
        return CatalogFile.parse("catalog.yaml", text);
    }

    private static String problems(String text) {
        try {
            parse(text);
        } catch (ConfigException e) {
            return e.getMessage();
        }
        throw new AssertionError("was accepted");
    }

    @Test
    void aProductOfEverythingSaysSoAndIsWrittenSo() {
        String wide = """
                products:
                  - {id: all, filters: [">"], allowEverything: true}
                groups: []
                users: []
                """;

        Definitions read = parse(wide);

        assertThat(read.products()).containsExactly(Product.accepted("all", List.of(TopicFilter.parse(">"))));
        assertThat(parse(CatalogFile.write(new Catalog(read.products(), List.of(), List.of()))))
                .isEqualTo(read);
        assertThat(problems(wide.replace(", allowEverything: true", ""))).contains("allowEverything");
    }

    @Test
    void aFileIsRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("catalog.yaml"), GOOD);

        assertThat(CatalogFile.read(file))
                .isEqualTo(new Definitions(
                        List.of(
                                new Product("nasdaq-l1", List.of(TopicFilter.parse("US/NASDAQ/>"))),
                                new Product(
                                        "de", List.of(TopicFilter.parse("DE/*/SAP"), TopicFilter.parse("DE/XETRA/>")))),
                        List.of(
                                new Group("us-desk", new TreeSet<>(Set.of("nasdaq-l1"))),
                                new Group("nobody", new TreeSet<>())),
                        List.of(
                                new UserDefinition(
                                        new User(
                                                "alice",
                                                Set.of("us-desk"),
                                                Set.of(),
                                                UserStatus.ACTIVE,
                                                Map.of("local", "alice", "remote", "a.liddell")),
                                        Optional.empty()),
                                new UserDefinition(
                                        new User(
                                                "bob",
                                                Set.of(),
                                                Set.of("de", "nasdaq-l1"),
                                                UserStatus.SUSPENDED,
                                                Map.of()),
                                        Optional.of(UserStatus.SUSPENDED)))));
    }

    @Test
    void allListsMayBeEmptyIfThatIsSaid() {
        assertThat(parse("products: []\ngroups: []\nusers: []"))
                .isEqualTo(new Definitions(List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "{}"})
    void anEmptyFileIsNotMistakenForNobody(String text) {
        assertThat(problems(text)).contains("catalog.yaml is empty");
    }

    @Test
    void aMissingListIsNotMistakenForAnEmptyOne() {
        assertThat(problems("products: []\ngroups: []"))
                .contains("users: is missing; write users: [] if there are none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b", "just text", "17"})
    void whatIsNotAMapIsRefused(String text) {
        assertThat(problems(text)).contains("catalog.yaml is not a map");
    }

    @ParameterizedTest
    @ValueSource(strings = {"products: [", "products: []\nproducts: []", "\tproducts: []"})
    void whatIsNotYamlIsRefused(String text) {
        assertThat(problems(text)).contains("catalog.yaml is not YAML in line ");
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> CatalogFile.read(folder.resolve("absent.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("absent.yaml does not exist");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    US//AAPL       | level 2
                    >              | level 1
                    */NYSE         | level 1
                    US/>/NYSE      | level 2
                    '#P2P/x'       | level 1
                    $SYS/x         | level 1
                    _P2P/x         | level 1
                    """)
    void anInvalidFilterIsNamedWithProductAndLevel(String filter, String level) {
        assertThat(problems("groups: []\nusers: []\nproducts: [{id: bad, filters: ['" + filter + "']}]"))
                .contains("products[0].filters: product bad: ")
                .contains(filter)
                .contains(level);
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        String problems = problems("""
                products:
                  - id: p1
                    filters: ["US//X", ">"]
                  - id: p2
                  - filters: [A/>]
                groups:
                  - id: g1
                    product: [p1]
                users:
                  - id: alice
                    status: asleep
                    brokers: [{broker: local, clientUsername: a}, {broker: local, clientUsername: b}]
                  - just text
                  - id: bob
                    brokers: [{broker: local}]
                  - id: carol
                    brokers: [{clientUsername: c}]
                extra: 1
                """);

        assertThat(problems)
                .contains("products[0].filters: product p1: ")
                .contains("US//X")
                .contains("must be a literal")
                .contains("products[1].filters: is missing")
                .contains("products[2].id: is missing")
                .doesNotContain("USHER_")
                .contains("groups[0].product: is not a known key")
                .contains("users[0].status: is \"asleep\"")
                .contains("users[0].brokers[1].broker: user alice has a client username on broker local already")
                .contains("users[1]: is not a map")
                .contains("users[2].brokers[0].clientUsername: is missing")
                .contains("users[3].brokers[0].broker: is missing")
                .contains("extra: is not a known key");
    }

    @Test
    void referencesAndSharedUsernamesAreNamed() {
        assertThat(problems("""
                        products: [{id: p, filters: [A/>]}, {id: p, filters: [B/>]}]
                        groups: [{id: g, grants: [q]}]
                        users:
                          - {id: alice, groups: [h], brokers: [{broker: local, clientUsername: same}]}
                          - {id: bob, grants: [r], brokers: [{broker: local, clientUsername: same}]}
                        """))
                .contains("product p is defined twice")
                .contains("group g refers to product q")
                .contains("user alice refers to group h")
                .contains("user bob refers to product r")
                .contains("client username same on broker local");
    }

    @Test
    void namesThatYamlTakesForNumbersAreRefusedAndNotGuessed() {
        assertThat(problems("products: []\ngroups: [{id: 0123}]\nusers: []"))
                .contains("groups[0].id")
                .contains("quotes");
    }

    @Test
    void everythingIsGrantedOnlyByAProductThatSaysSo() {
        String catalog = "products: [{id: all, filters: ['>']%s}]\ngroups: []\nusers: []\n";

        assertThatThrownBy(() -> CatalogFile.parse("catalog", catalog.formatted("")))
                .hasMessageContaining("allowEverything: true");
        String said = catalog.formatted(", allowEverything: true");
        assertThat(CatalogFile.parse("catalog", said).products())
                .containsExactly(Product.accepted("all", List.of(TopicFilter.parse(">"))));
    }
}
