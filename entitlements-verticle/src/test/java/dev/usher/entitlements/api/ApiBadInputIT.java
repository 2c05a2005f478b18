package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.api.ApiHarness.Reply;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that contradict the contract: nothing is asked of the service, and the answer names the place. */
class ApiBadInputIT {
    private static final String LONG = "x".repeat(129);

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Not JSON at all, or not an object.
                "POST | /v1/seats                | {\"user\":                               | ``",
                "POST | /v1/seats                | {\"user\":\"alice\"} trailing            | ``",
                "POST | /v1/seats                | nonsense                                 | ``",
                "POST | /v1/seats                | [\"alice\"]                              | ``",
                "POST | /v1/seats                | null                                     | ``",
                "PUT  | /v1/users/a/status       | \"active\"                               | ``",
                // Missing fields.
                "POST | /v1/seats                | {}                                       | /user",
                "POST | /v1/seats                | {\"user\":\"a\",\"client\":{}}            | /client/kind",
                "PUT  | /v1/users/a/status       | {\"cut\":true}                           | /status",
                "PUT  | /v1/groups/g/products    | {}                                       | /products",
                // Wrong types and values.
                "POST | /v1/seats                | {\"user\":17}                            | /user",
                "POST | /v1/seats                | {\"user\":null}                          | /user",
                "POST | /v1/seats                | {\"user\":\"\"}                          | /user",
                "POST | /v1/seats                | {\"user\":\"a\\u0000b\"}                 | /user",
                "POST | /v1/seats                | {\"user\":\"ab\\n\"}                     | /user",
                "POST | /v1/seats                | {\"user\":\"a\\ud800\"}                  | ``",
                "POST | /v1/seats                | {\"user\":\"a\",\"client\":\"mqtt\"}      | /client",
                "POST | /v1/seats                | {\"user\":\"a\",\"client\":{\"kind\":\"amqp\"}} | /client/kind",
                "POST | /v1/seats | {\"user\":\"a\",\"client\":{\"kind\":\"smf\",\"id\":\"#x\"}} | /client/id",
                "POST | /v1/seats | {\"user\":\"a\",\"client\":{\"kind\":\"mqtt\",\"id\":\" \"}} | /client/id",
                "POST | /v1/seats | {\"user\":\"a\",\"client\":{\"kind\":\"mqtt\",\"id\":\"a*\"}} | /client/id",
                "PUT  | /v1/users/a/status       | {\"status\":\"SUSPENDED\"}               | /status",
                "PUT  | /v1/users/a/status       | {\"status\":\"active\",\"cut\":\"yes\"}   | /cut",
                "PUT  | /v1/users/a/status       | {\"status\":\"active\",\"cut\":1}         | /cut",
                "PUT  | /v1/users/a/status       | {\"status\":\"active\",\"reason\":[]}     | /reason",
                "PUT  | /v1/groups/g/products    | {\"products\":\"nasdaq-l1\"}             | /products",
                "PUT  | /v1/groups/g/products    | {\"products\":[\"a\",\"a\"]}              | /products",
                "PUT  | /v1/groups/g/products    | {\"products\":[\"a\",7]}                 | /products/1",
                "PUT  | /v1/groups/g/products    | {\"products\":[\"a\",\"\"]}               | /products/1",
                // Unknown fields, also with names that a pointer has to escape.
                "POST | /v1/seats                | {\"user\":\"a\",\"User\":\"b\"}           | /User",
                "POST | /v1/seats | {\"user\":\"a\",\"client\":{\"kind\":\"mqtt\",\"name\":\"b\"}} | /client/name",
                "PUT  | /v1/users/a/status       | {\"status\":\"active\",\"a/b ~é+\":1}     | /a~1b ~0é+",
                "PUT  | /v1/groups/g/products    | {\"products\":[],\"product\":[]}         | /product",
            })
    void aBodyThatContradictsTheContractIsNamedByAPointer(String method, String uri, String body, String pointer) {
        Reply reply = api.json(HttpMethod.valueOf(method), uri, body);

        JsonObject problem = reply.problem(400, "bad-request");
        assertThat(problem.getString("pointer")).isEqualTo(pointer);
        assertThat(problem.containsKey("parameter")).isFalse();
        assertThat(problem.getString("instance")).isEqualTo(uri);
        assertThat(problem.getString("detail")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/seats?user=, query, user",
        "GET, /v1/products?limit=0, query, limit",
        "GET, /v1/products?limit=1001, query, limit",
        "GET, /v1/products?limit=-1, query, limit",
        "GET, /v1/products?limit=ten, query, limit",
        "GET, /v1/products?limit=1.0, query, limit",
        "GET, /v1/products?limit=, query, limit",
        "GET, /v1/products?limit=99999999999999999999, query, limit",
        "GET, /v1/products?limit=1&limit=2, query, limit",
        "GET, /v1/products?cursor=, query, cursor",
        "GET, /v1/products?offset=1, query, offset",
        "GET, /v1/brokers/default/client-usernames?standing=gone, query, standing",
        "GET, /v1/users/%20, path, user",
        "GET, /v1/users/%E2%80%83, path, user",
        "GET, /v1/users/%ff, path, user",
        "GET, /v1/users/%C0%AF, path, user",
        "GET, /v1/users/%ED%A0%80, path, user",
        "DELETE, /v1/products/p?dryRun=yes, query, dryRun",
        "DELETE, /v1/users/u?prune=true, query, prune",
        "GET, /v1/seats?user=a&user=b, query, user",
        "GET, /v1/seats?user=a&open=true, query, open",
        "GET, /v1/seats?user=a%00b, query, user",
        "GET, /v1/seats?user=a%0A, query, user",
        "GET, /v1/seats/s?user=a, query, user",
        "GET, /v1/seats/a%00b, path, seat",
        "GET, /v1/seats/a%0A, path, seat",
        "GET, /v1/changes/a%07, path, change",
        "GET, /v1/users/a%1F/entitlements, path, user",
        "DELETE, /v1/seats/s?cut=yes, query, cut",
        "DELETE, /v1/seats/s?cut=1, query, cut",
        "DELETE, /v1/seats/s?cut, query, cut",
        "DELETE, /v1/seats/s?cut=%22true%22, query, cut",
        "DELETE, /v1/seats/s?Cut=true, query, Cut",
        "DELETE, /v1/seats/s?reason=a%00, query, reason",
    })
    void aParameterThatContradictsTheContractIsNamed(String method, String uri, String in, String name) {
        Reply reply = api.send(HttpMethod.valueOf(method), uri, api.authorized(), null);

        assertParameter(reply, in, name);
    }

    @Test
    void namesThatAreTooLongAreRefusedWhereverTheyStand() {
        assertParameter(api.get("/v1/seats/" + LONG), "path", "seat");
        assertParameter(api.get("/v1/changes/" + LONG), "path", "change");
        assertParameter(api.get("/v1/users/" + LONG + "/entitlements"), "path", "user");
        assertParameter(api.get("/v1/seats?user=" + LONG), "query", "user");
        assertParameter(
                api.json(HttpMethod.PUT, "/v1/groups/" + LONG + "/products", "{\"products\":[]}"), "path", "group");
        assertPointer(api.json(HttpMethod.POST, "/v1/seats", "{\"user\":\"" + LONG + "\"}"), "/user");
        assertPointer(
                api.json(HttpMethod.PUT, "/v1/groups/g/products", "{\"products\":[\"" + LONG + "\"]}"), "/products/0");
    }

    @Test
    void aClientIdIsMeasuredInBytes() {
        String name = "ä".repeat(65);

        Reply reply = api.json(
                HttpMethod.POST,
                "/v1/seats",
                "{\"user\":\"a\",\"client\":{\"kind\":\"mqtt\",\"id\":\"" + name + "\"}}");

        assertThat(assertPointer(reply, "/client/id").getString("detail")).contains("130 bytes");
    }

    @Test
    void malformedJsonNamesLineAndColumn() {
        Reply reply = api.json(HttpMethod.POST, "/v1/seats", "{\n  \"user\": oops}");

        assertThat(assertPointer(reply, "").getString("detail"))
                .contains("line 2")
                .doesNotContain("oops");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=61", "wait=-1", "wait=abc", "wait", "wait=", "wait=1.5", "wait=99999999999"})
    void aWaitThatCannotBeKeptIsRefused(String preference) {
        Reply reply = api.json(HttpMethod.PUT, "/v1/users/a/status", "{\"status\":\"active\"}", "Prefer", preference);

        assertParameter(reply, "header", "Prefer");
    }

    @Test
    void aWriteNeedsABody() {
        assertPointer(api.json(HttpMethod.POST, "/v1/seats", null), "");
        assertPointer(api.json(HttpMethod.PUT, "/v1/users/a/status", null), "");
        assertPointer(api.json(HttpMethod.PUT, "/v1/groups/g/products", ""), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json-patch+json", "application/x-www-form-urlencoded", ""})
    void onlyJsonIsRead(String contentType) {
        Map<String, String> headers = new HashMap<>(api.authorized());
        if (!contentType.isEmpty()) {
            headers.put("Content-Type", contentType);
        }

        Reply reply = api.send(HttpMethod.PUT, "/v1/users/a/status", headers, "{\"status\":\"active\"}");

        reply.problem(415, "unsupported-media-type");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        String body = "{\"user\":\"" + "x".repeat(ApiRouter.MAX_BODY_BYTES) + "\"}";
        String catalog = "{\"users\":\"" + "x".repeat(ApiRouter.MAX_CATALOG_BYTES) + "\"}";

        api.json(HttpMethod.POST, "/v1/seats", body).problem(413, "too-large");
        api.json(HttpMethod.PUT, "/v1/products/catalog", body).problem(413, "too-large");
        api.json(HttpMethod.PUT, "/v1/catalog", catalog).problem(413, "too-large");
        // As large as elsewhere too large, and read.
        assertPointer(api.json(HttpMethod.PUT, "/v1/catalog", body.replace("user", "users")), "/users");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1",
                "/v1/",
                "/v1/nothing",
                "/v1/users/a/b",
                "/v1/seats/a/b",
                "/v1/users/%2E%2E/entitlements",
                "/v1/users//entitlements"
            })
    void anUnknownPathIsNotFound(String uri) {
        api.get(uri).problem(404, "not-found");
    }

    @Test
    void aPathOutsideTheApiIsNotFound() {
        api.send(HttpMethod.GET, "/etc/passwd", Map.of(), null).problem(404, "not-found");
        api.send(HttpMethod.POST, "/openapi.yaml", Map.of(), null).problem(404, "not-found");
    }

    @Test
    void anotherMethodIsNotAllowedAndSaysWhichAre() {
        Reply reply = api.json(HttpMethod.POST, "/v1/seats/s", "{}");

        reply.problem(405, "method-not-allowed");
        assertThat(reply.headers().get("Allow")).isEqualTo("DELETE, GET, PUT");
    }

    @Test
    void aPathThatIsNotPercentEncodedProperlyIsABadRequest() {
        try (LogCapture log = LogCapture.open()) {
            api.get("/v1/seats/%zz").problem(400, "bad-request");
            api.get("/v1/seats/%").problem(400, "bad-request");
            api.get("/v1/seats?user=%zz").problem(400, "bad-request");

            assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static JsonObject assertPointer(Reply reply, String pointer) {
        JsonObject problem = reply.problem(400, "bad-request");
        assertThat(problem.getString("pointer")).isEqualTo(pointer);
        return problem;
    }

    private static void assertParameter(Reply reply, String in, String name) {
        JsonObject problem = reply.problem(400, "bad-request");
        assertThat(problem.getJsonObject("parameter"))
                .isEqualTo(new JsonObject().put("in", in).put("name", name));
        assertThat(problem.containsKey("pointer")).isFalse();
    }
}
