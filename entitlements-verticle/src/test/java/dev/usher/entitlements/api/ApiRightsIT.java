package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.api.FakeUsher.Call;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Definitions;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserDefinition;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products, groups, users and the catalog: what is asked of the service, and how it is shown. */
class ApiRightsIT {
    private static ApiHarness api;

    @BeforeAll
    static void start() {
        api = new ApiHarness();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        api.usher.reset();
    }

    @Test
    void aProductIsDefinedUnderItsName() {
        Reply reply =
                put("/v1/products/b%C3%B6rse%2Fl1?cut=true&reason=new", "{\"filters\":[\"EU/>\",\"EU/>\",\"CH/*/X\"]}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(api.usher.onlyCall())
                .isEqualTo(new Call(
                        "write",
                        List.of(
                                new Intent.DefineProduct(new Product(
                                        "börse/l1", List.of(TopicFilter.parse("EU/>"), TopicFilter.parse("CH/*/X")))),
                                true,
                                new Caller("auth-service", "new"),
                                Duration.ofSeconds(10))));
    }

    @Test
    void whatIsNewIsCreatedAndFoundAtItsPlace() {
        api.usher.answers(Samples.created());

        Reply reply = put("/v1/products/b%C3%B6rse%2Fl1", "{\"filters\":[\"EU/>\"]}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.headers().get("Location")).isEqualTo("/v1/products/b%C3%B6rse%2Fl1");
        assertThat(put("/v1/groups/g", "{}").headers().get("Location")).isEqualTo("/v1/groups/g");
        assertThat(put("/v1/users/u", "{}").headers().get("Location")).isEqualTo("/v1/users/u");
    }

    @Test
    void whatIsShownCanBeWrittenBack() {
        for (String path : List.of("/v1/products/nasdaq-l1", "/v1/groups/us-traders", "/v1/users/alice")) {
            Reply shown = api.get(path);
            api.usher.reset();

            assertThat(put(path, shown.json().encode()).status()).isEqualTo(200);

            Object intent = api.usher.onlyCall().arguments().get(0);
            assertThat(intent)
                    .isIn(
                            new Intent.DefineProduct(Samples.product()),
                            new Intent.DefineGroup(Samples.group()),
                            new Intent.DefineUser(new UserDefinition(Samples.user(), Optional.of(UserStatus.ACTIVE))));
        }
    }

    @Test
    void aGroupIsDefinedWithSpansInAnyOffset() {
        put("/v1/groups/g", """
                {"grants":[{"product":"b","validFrom":"2026-04-01T02:00:00.1234567+02:00",
                            "validUntil":"2026-07-01T00:00:00Z"},"a"],
                 "mode":"self-service","tier":"slow"}""");

        assertThat(api.usher.onlyCall().arguments().get(0))
                .isEqualTo(new Intent.DefineGroup(new Group(
                        "g",
                        List.of(
                                Grant.of("a"),
                                new Grant(
                                        "b",
                                        Optional.of(Instant.parse("2026-04-01T00:00:00.123456Z")),
                                        Optional.of(Instant.parse("2026-07-01T00:00:00Z")))),
                        FenceMode.SELF_SERVICE,
                        Optional.of("slow"))));
    }

    @Test
    void aUserWithoutAStatusKeepsTheOneTheyHave() {
        put(
                "/v1/users/%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB",
                "{\"brokers\":[{\"broker\":\"emea\",\"clientUsername\":\"w\"}]}");

        User user =
                new User("👩‍💻", new TreeSet<>(), List.of(), UserStatus.ACTIVE, Optional.empty(), Map.of("emea", "w"));
        assertThat(api.usher.onlyCall().arguments().get(0))
                .isEqualTo(new Intent.DefineUser(new UserDefinition(user, Optional.empty())));

        api.usher.reset();
        put("/v1/users/u", "{\"status\":\"suspended\"}");
        assertThat(((Intent.DefineUser) api.usher.onlyCall().arguments().get(0))
                        .definition()
                        .status())
                .contains(UserStatus.SUSPENDED);
    }

    @Test
    void eachIsShownInItsForm() {
        assertThat(api.get("/v1/products/p").json()).isEqualTo(new JsonObject("""
                        {"id":"nasdaq-l1","filters":["US/NASDAQ/>","US/IEX/>"],"allowEverything":false}"""));
        assertThat(api.get("/v1/groups/g").json()).isEqualTo(new JsonObject("""
                        {"id":"us-traders","mode":"self-service","tier":"real-time","grants":[{"product":"fx-majors"},
                         {"product":"nasdaq-l1","validFrom":"2026-03-02T08:30:00.120Z",
                          "validUntil":"2026-03-02T08:30:04.310Z"}]}"""));
        assertThat(api.get("/v1/users/u").json()).isEqualTo(new JsonObject("""
                        {"id":"alice","status":"active","groups":["staff","us-traders"],"profileGroup":"us-traders",
                         "grants":[{"product":"fx-majors"}],
                         "brokers":[{"broker":"default","clientUsername":"alice-cu"},
                                    {"broker":"emea","clientUsername":"alice-emea"}]}"""));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        api.usher.reads("product", Optional.empty());
        api.usher.reads("group", Optional.empty());
        api.usher.reads("user", Optional.empty());

        assertThat(api.get("/v1/products/p").problem(404, "not-found").getString("detail"))
                .isEqualTo("product p does not exist");
        assertThat(api.get("/v1/groups/g").problem(404, "not-found").getString("detail"))
                .isEqualTo("group g does not exist");
        assertThat(api.get("/v1/users/u").problem(404, "not-found").getString("detail"))
                .isEqualTo("user u does not exist");
    }

    @ParameterizedTest
    @CsvSource({"products, 0", "groups, 0", "users, 1"})
    void listsComeInPages(String list, int pageArgument) {
        api.usher.nextPage(Optional.of("b"));

        JsonObject page = api.get("/v1/" + list + "?limit=1000&cursor=a%3D%3D").json();

        assertThat(page.getJsonArray("items")).hasSize(1);
        assertThat(page.getString("next")).isEqualTo("b");
        assertThat(api.usher.onlyCall().arguments().get(pageArgument))
                .isEqualTo(new Page.Request(1000, Optional.of("a==")));
        api.usher.nextPage(Optional.empty());
        assertThat(api.get("/v1/" + list).json().containsKey("next")).isFalse();
    }

    @Test
    void usersCanBeListedByGroup() {
        api.get("/v1/users?group=us%20traders");

        assertThat(api.usher.onlyCall().arguments().get(0)).isEqualTo(Optional.of("us traders"));
    }

    @Test
    void removingSaysWhatIsRemoved() {
        api.delete("/v1/products/p?cut=true");
        api.delete("/v1/groups/g");
        api.delete("/v1/users/u");

        assertThat(api.usher.calls())
                .extracting(call -> call.arguments().subList(0, 2))
                .containsExactly(
                        List.of(new Intent.RemoveProduct("p"), true),
                        List.of(new Intent.RemoveGroup("g"), false),
                        List.of(new Intent.RemoveUser("u"), false));
    }

    @Test
    void theCatalogIsExportedAsItIsApplied() throws IOException {
        JsonObject json = api.get("/v1/catalog").json();

        assertThat(json.getJsonArray("products").getJsonObject(0))
                .isEqualTo(new JsonObject("{\"id\":\"everything\",\"filters\":[\">\"],\"allowEverything\":true}"));
        assertThat(json.getJsonArray("products").getJsonObject(1).containsKey("allowEverything"))
                .isFalse();
        assertThat(json.getJsonArray("users").getJsonObject(0).containsKey("status"))
                .isFalse();
        assertThat(json.getJsonArray("users").getJsonObject(1).getString("status"))
                .isEqualTo("suspended");

        Reply yaml = accepting("application/yaml");
        assertThat(yaml.headers().get("Content-Type")).isEqualTo("application/yaml");
        JsonNode tree = new YAMLMapper().readTree(yaml.body().getBytes());
        assertThat(new JsonObject(tree.toString())).isEqualTo(json);

        api.usher.reset();
        put("/v1/catalog?prune=true", json.encode());
        Intent.Apply apply = (Intent.Apply) api.usher.onlyCall().arguments().get(0);
        assertThat(apply.prune()).isTrue();
        assertThat(apply.definitions())
                .isEqualTo(new Definitions(
                        Samples.catalog().products(),
                        Samples.catalog().groups(),
                        Samples.catalog().users().stream()
                                .map(user -> new UserDefinition(
                                        user, Optional.of(user.status()).filter(s -> s == UserStatus.SUSPENDED)))
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/json",
                "*/* | application/json",
                "application/*, application/yaml;q=0 | application/json",
                "application/yaml, application/json | application/json",
                "Application/YAML;q=0.9, application/json;q=0.8, */* | application/yaml",
                "text/html, application/yaml | application/yaml",
            })
    void theCallersMediaTypeIsTaken(String accept, String answered) {
        assertThat(accepting(accept).headers().get("Content-Type")).isEqualTo(answered);
    }

    @Test
    void aProductOfTenThousandFiltersGoesThrough() {
        JsonArray filters = new JsonArray();
        for (int i = 0; i < 10_000; i++) {
            filters.add("EXCHANGE-" + i + "/" + "x".repeat(220) + "/>");
        }

        assertThat(put(
                                "/v1/products/large",
                                new JsonObject().put("filters", filters).encode())
                        .status())
                .isEqualTo(200);

        Intent.DefineProduct intent =
                (Intent.DefineProduct) api.usher.onlyCall().arguments().get(0);
        assertThat(intent.product().filters()).hasSize(10_000);
        api.usher.reset();
        put(
                        "/v1/products/large",
                        new JsonObject().put("filters", filters.add("one/more")).encode())
                .problem(400, "bad-request");
    }

    @Test
    void namesOfAHundredAndTwentyEightCharactersAreNamesWhateverTheyTakeInBytes() {
        String emoji = "%F0%9F%98%80".repeat(128);

        assertThat(put("/v1/users/" + emoji, "{}").status()).isEqualTo(200);
        assertThat(put("/v1/users/" + emoji + "x", "{}").status()).isEqualTo(400);
    }

    private static Reply accepting(String accept) {
        Map<String, String> headers = new HashMap<>(api.authorized());
        headers.put("Accept", accept);
        return api.send(HttpMethod.GET, "/v1/catalog", headers, null);
    }

    private static Reply put(String uri, String body) {
        return api.json(HttpMethod.PUT, uri, body);
    }
}
