package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Definitions that satisfy the schemas and are wrong: nothing is asked of the service, and every place is named. */
class ApiInvalidBodyIT {
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

    @AfterEach
    void theServiceWasNotAsked() {
        assertThat(api.usher.calls()).isEmpty();
    }

    @Test
    void everyWrongFilterOfAProductIsNamed() {
        JsonObject problem = put("/v1/products/p", """
                {"filters":["US/>","US//X",">","*/SPOT","#P2P/x","$SYS/>","_P2P/x","usher/notice/>","a/b*c/d","FX*/X"]}""").problem(422, "invalid-filter");

        assertThat(pointers(problem))
                .containsExactly(
                        "/filters/1",
                        "/filters/2",
                        "/filters/3",
                        "/filters/4",
                        "/filters/5",
                        "/filters/6",
                        "/filters/7",
                        "/filters/8",
                        "/filters/9");
        assertThat(problem.getString("pointer")).isEqualTo("/filters/1");
        assertThat(problem.getString("detail")).isEqualTo("9 filters cannot be used");
        assertThat(errors(problem).getJsonObject(1).getString("detail")).contains("allowEverything: true");
    }

    @Test
    void oneWrongFilterIsTheDetail() {
        JsonObject problem =
                put("/v1/products/p", "{\"filters\":[\"US/>\",\"US//X\"]}").problem(422, "invalid-filter");

        assertThat(problem.getString("detail")).contains("level 2");
        assertThat(pointers(problem)).containsExactly("/filters/1");
    }

    @Test
    void ofManyWrongFiltersTwentyAreNamed() {
        JsonArray filters = new JsonArray();
        for (int i = 0; i < 500; i++) {
            filters.add("a//" + i);
        }

        JsonObject problem = put(
                        "/v1/products/p",
                        new JsonObject().put("filters", filters).encode())
                .problem(422, "invalid-filter");

        assertThat(errors(problem)).hasSize(20);
        assertThat(problem.getString("detail"))
                .isEqualTo("500 filters cannot be used; the first 20 of them are in errors");
    }

    @Test
    void everythingMayBeAllowedButNotWhatIsReserved() {
        JsonObject problem = put("/v1/products/p", """
                {"allowEverything":true,"filters":[">","*/X","FX*/X","#P2P/x","$SYS/>","_P2P/x","usher/>","usher"]}""").problem(422, "invalid-filter");

        assertThat(pointers(problem))
                .containsExactly("/filters/3", "/filters/4", "/filters/5", "/filters/6", "/filters/7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/seats", "PUT /v1/seats/s"})
    void everyWrongFilterOfASeatIsNamed(String operation) {
        String[] request = operation.split(" ", 2);

        JsonObject problem =
                api.json(HttpMethod.valueOf(request[0]), request[1], """
                        {"user":"a","filters":["US/>","a//b",">","c//d"]}""").problem(422, "invalid-filter");

        assertThat(pointers(problem)).containsExactly("/filters/1", "/filters/3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "groups/g   | {\"grants\":[{\"product\":\"a\"},{\"product\":\"a\"}]}   | /grants/1    | twice",
                "groups/g   | {\"grants\":[{\"product\":\" \"}]}                        | /grants/0    | name",
                "groups/g   | {\"grants\":[\"a\",{\"product\":\"a\"}]}                     | /grants/1            | twice",
                "groups/g   | {\"tier\":\" \"}                                          | /tier                | client profile",
                "users/u    | {\"groups\":[\"g\"],\"profileGroup\":\"h\"}               | /profileGroup        | add it to groups",
                "users/u    | {\"brokers\":[{\"broker\":\"lan\",\"clientUsername\":\"u\"}]} | /brokers/0/broker | default, emea",
                "users/ü    | {\"brokers\":[{\"broker\":\"emea\",\"clientUsername\":\"ü\"}]} | /brokers/0/clientUsername | printable ASCII",
                "users/u    | {\"brokers\":[{\"broker\":\"emea\",\"clientUsername\":\"#u\"}]} | /brokers/0/clientUsername | reserved",
                "users/u    | {\"id\":\"v\"}                                            | /id                  | the name in the path",
                "products/p | {\"id\":\"q\",\"filters\":[\"a\"]}                        | /id                  | the name in the path",
            })
    void whatContradictsItselfIsNamedWithTheWayOut(String path, String body, String pointer, String detail) {
        JsonObject problem = put("/v1/" + path.replace("ü", "%C3%BC"), body).problem(422, "unprocessable");

        assertThat(problem.getString("pointer")).isEqualTo(pointer);
        assertThat(problem.getString("detail")).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-02T08:30:00Z", "2026-03-02T08:29:59Z", "2026-03-02T09:30:00+01:00"})
    void aSpanHasToEndAfterItsBegin(String end) {
        JsonObject problem = put(
                        "/v1/groups/g",
                        "{\"grants\":[{\"product\":\"a\",\"validFrom\":\"2026-03-02T08:30:00Z\",\"validUntil\":\"" + end
                                + "\"}]}")
                .problem(422, "unprocessable");

        assertThat(problem.getString("pointer")).isEqualTo("/grants/0/validUntil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-02T08:30:00", "2026-03-02", "2026-02-30T08:30:00Z", "2026-03-02T24:00:01Z",
                        "2026-03-02 08:30:00Z",
                "1772440200", "+12026-03-02T08:30:00Z", "2026-03-02T23:59:60Z", "now", ""
            })
    void aTimeNeedsADateAndAnOffset(String time) {
        JsonObject problem = put(
                        "/v1/users/u",
                        "{\"grants\":[{\"product\":\"a\"},{\"product\":\"b\",\"validFrom\":\"" + time + "\"}]}")
                .problem(400, "bad-request");

        assertThat(problem.getString("pointer")).isEqualTo("/grants/1/validFrom");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT  | /v1/users/u/status     | {\"status\":\"suspended\",\"status\":\"active\"}",
                "PUT  | /v1/products/p         | {\"filters\":[\"a\"],\"filters\":[\"b\"]}",
                "POST | /v1/seats              | {\"user\":\"a\",\"client\":{\"kind\":\"mqtt\",\"kind\":\"smf\"}}",
                "POST | /v1/seats              | {\"user\":\"a\",\"\\u0075ser\":\"b\"}",
            })
    void aFieldThatStandsThereTwiceIsRefused(String method, String uri, String body) {
        JsonObject problem = api.json(HttpMethod.valueOf(method), uri, body).problem(400, "bad-request");

        assertThat(problem.getString("detail")).startsWith("has a field twice at line 1, column ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":0}              | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":-5}             | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":1.5}            | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":31536001}       | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":99999999999999999999999} | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":1e400}          | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":\"60\"}         | /expiresInSeconds",
                "POST | /v1/seats            | {\"user\":\"a\",\"expiresInSeconds\":null}           | /expiresInSeconds",
                "PUT  | /v1/seats/s/expiry   | {}                                                   | /expiresInSeconds",
                "PUT  | /v1/seats/s/expiry   | {\"expiresInSeconds\":0}                             | /expiresInSeconds",
                "PUT  | /v1/products/p       | {\"filters\":[]}                                     | /filters",
                "PUT  | /v1/products/p       | {\"filters\":[\"a\",\"\"]}                           | /filters/1",
                "PUT  | /v1/groups/g         | {\"grants\":[\"\"]}                                  | /grants/0",
                "PUT  | /v1/groups/g         | {\"grants\":[17]}                                    | /grants/0",
                "PUT  | /v1/groups/g         | {\"grants\":[{\"validFrom\":\"now\"}]}               | /grants/0/product",
                "PUT  | /v1/groups/g         | {\"mode\":\"MANAGED\"}                               | /mode",
                "PUT  | /v1/groups/g         | {\"products\":[\"a\"]}                               | /products",
                "PUT  | /v1/users/u          | {\"brokers\":[{\"broker\":\"emea\"}]}                | /brokers/0/clientUsername",
                "PUT  | /v1/catalog          | {\"users\":[{\"groups\":[]}]}                        | /users/0/id",
                "PUT  | /v1/catalog          | {\"products\":[{\"id\":\"a\"}]}                      | /products/0/filters",
                "PUT  | /v1/catalog          | {\"groups\":[{\"id\":\"a\",\"kind\":1}]}             | /groups/0/kind",
                "PUT  | /v1/catalog?prune=true | {\"products\":[],\"users\":[]}                     | /groups",
            })
    void numbersAndListsHaveTheirBounds(String method, String uri, String body, String pointer) {
        JsonObject problem = api.json(HttpMethod.valueOf(method), uri, body).problem(400, "bad-request");

        assertThat(problem.getString("pointer")).isEqualTo(pointer);
    }

    @Test
    void everythingThatIsWrongInACatalogIsNamed() {
        JsonObject problem = put("/v1/catalog", """
                {"products":[{"id":"p","filters":["a"]},{"id":"p","filters":["a//b","c"]}],
                 "groups":[{"id":"g","grants":[{"product":"p"},{"product":"p"}]}],
                 "users":[{"id":"..","brokers":[{"broker":"lan","clientUsername":"u"}]}]}""").problem(422, "unprocessable");

        assertThat(pointers(problem))
                .containsExactly(
                        "/products/1/id",
                        "/products/1/filters/0",
                        "/groups/0/grants/1",
                        "/users/0/brokers/0/broker",
                        "/users/0");
        assertThat(problem.getString("detail")).isEqualTo("5 things are wrong in the body");
    }

    @Test
    void anIdempotencyKeyIsOneWordOfPrintableCharacters() {
        for (String key : List.of("", "two words", "ümlaut", "x".repeat(129))) {
            JsonObject problem = api.json(HttpMethod.POST, "/v1/seats", "{\"user\":\"a\"}", "Idempotency-Key", key)
                    .problem(400, "bad-request");

            assertThat(problem.getJsonObject("parameter").getString("name")).isEqualTo("Idempotency-Key");
        }
    }

    private static Reply put(String uri, String body) {
        return api.json(HttpMethod.PUT, uri, body);
    }

    private static JsonArray errors(JsonObject problem) {
        return problem.getJsonArray("errors");
    }

    private static List<String> pointers(JsonObject problem) {
        return errors(problem).stream()
                .map(error -> ((JsonObject) error).getString("pointer"))
                .toList();
    }
}
