package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import dev.usher.entitlements.api.FakeUsher.Call;
import dev.usher.entitlements.core.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers and the client usernames on them, and checks. */
class ApiBrokersIT {
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
    void theConfiguredBrokersAreListed() {
        assertThat(api.get("/v1/brokers").json())
                .isEqualTo(new JsonObject("{\"items\":[{\"broker\":\"default\"},{\"broker\":\"emea\"}]}"));
    }

    @Test
    void clientUsernamesAreReportedByName() {
        assertThat(api.get("/v1/brokers/emea/client-usernames").json()).isEqualTo(new JsonObject("""
                        {"broker":"emea",
                         "counts":{"adopted":0,"adoptable":1,"unmapped":0,"shared":1,"missing":0},
                         "items":[{"clientUsername":"alice-cu","user":"alice","aclProfile":"default",
                                   "clientProfile":"gold","connected":["desk-1"],"standing":"adoptable",
                                   "reason":"can be adopted",
                                   "adoption":{"formerAclProfile":"default","formerClientProfile":"gold",
                                               "adoptedAt":"2026-03-02T08:30:00.120Z",
                                               "releasedAt":"2026-03-02T08:30:04.310Z"}},
                                  {"clientUsername":"default","aclProfile":"default","clientProfile":"default",
                                   "connected":[],"standing":"shared","reason":"factory default"}]}"""));
        assertThat(api.usher.onlyCall()).isEqualTo(new Call("usernames", List.of("emea")));
    }

    @Test
    void oneStandingCanBeAskedForAndAllAreCounted() {
        JsonObject json =
                api.get("/v1/brokers/emea/client-usernames?standing=shared").json();

        assertThat(json.getJsonArray("items")).hasSize(1);
        assertThat(json.getJsonObject("counts").getInteger("adoptable")).isEqualTo(1);
    }

    @Test
    void usernamesAreAdoptedAndReleasedTogether() {
        Caller caller = new Caller("auth-service", "pilot");
        String body = "{\"clientUsernames\":[\"alice\",\"bob\"],\"reason\":\"pilot\"}";

        assertThat(post("/v1/brokers/emea/adoptions", body, "Prefer", "wait=3").status())
                .isEqualTo(200);
        assertThat(api.usher.onlyCall())
                .isEqualTo(new Call("adopt", List.of("emea", Set.of("alice", "bob"), caller, Duration.ofSeconds(3))));

        api.usher.reset();
        api.usher.answers(Samples.pendingChange());
        Reply released = post("/v1/brokers/emea/releases", body);
        assertThat(released.status()).isEqualTo(202);
        assertThat(released.headers().get("Location")).isEqualTo("/v1/changes/change-2");
        assertThat(api.usher.onlyCall())
                .isEqualTo(new Call("release", List.of("emea", Set.of("alice", "bob"), caller)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"adoptions", "releases"})
    void aBatchHasAHundredNamesAtMost(String collection) {
        post("/v1/brokers/default/" + collection, names(100));
        assertThat(api.usher.calls()).hasSize(1);

        api.usher.reset();
        post("/v1/brokers/default/" + collection, names(101)).problem(400, "bad-request");
        post("/v1/brokers/default/" + collection, "{\"clientUsernames\":[\"a\",\"a\"]}")
                .problem(400, "bad-request");
        assertThat(api.usher.calls()).isEmpty();
    }

    @Test
    void aBrokerThatIsNotConfiguredIsNotFoundAndTheOthersAreNamed() {
        for (Reply reply : List.of(
                api.get("/v1/brokers/lan/client-usernames"),
                post("/v1/brokers/lan/adoptions", names(1)),
                post("/v1/brokers/lan/releases?dryRun=true", names(1)))) {
            assertThat(reply.problem(404, "not-found").getString("detail")).contains("lan", "default, emea");
        }
        assertThat(api.usher.calls()).isEmpty();
    }

    @Test
    void aCheckAnswersEachTopicInItsOrder() {
        Reply reply = post("/v1/check", "{\"user\":\"alice\",\"topics\":[\"EU/X\",\"US/NASDAQ/AAPL\",\"EU/X\"]}");

        assertThat(reply.json().getJsonArray("verdicts")).isEqualTo(new JsonArray("""
                        [{"topic":"EU/X","allowed":false,"products":[],"reason":"not granted"},
                         {"topic":"US/NASDAQ/AAPL","allowed":true,"products":["nasdaq-l1"],
                          "reason":"covered by US/NASDAQ/>"},
                         {"topic":"EU/X","allowed":false,"products":[],"reason":"not granted"}]"""));
        assertThat(api.usher.onlyCall())
                .isEqualTo(new Call("check", List.of("alice", List.of("EU/X", "US/NASDAQ/AAPL", "EU/X"))));
    }

    @Test
    void aCheckHasAThousandTopicsAtMost() {
        String topics =
                IntStream.range(0, 1000).mapToObj(i -> "\"a/" + i + "\"").collect(Collectors.joining(","));

        assertThat(post("/v1/check", "{\"user\":\"a\",\"topics\":[" + topics + "]}")
                        .status())
                .isEqualTo(200);
        post("/v1/check", "{\"user\":\"a\",\"topics\":[" + topics + ",\"b\"]}").problem(400, "bad-request");
    }

    private static String names(int count) {
        JsonArray names = new JsonArray();
        IntStream.range(0, count).mapToObj(i -> "user-" + i).forEach(names::add);
        return new JsonObject().put("clientUsernames", names).encode();
    }

    private static Reply post(String uri, String body, String... headers) {
        return api.json(HttpMethod.POST, uri, body, headers);
    }
}
