package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.entitlements.auth.ApiAuthenticator;
import dev.usher.entitlements.auth.RandomTokenAuthenticator;
import dev.usher.entitlements.core.Refusal;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The API over real HTTP in front of a {@link FakeUsher}. Every answer is checked against the contract as it arrives. */
final class ApiHarness implements AutoCloseable {
    final FakeUsher usher = new FakeUsher();
    final RandomTokenAuthenticator authenticator = RandomTokenAuthenticator.create("auth-service");
    final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    final OpenAPIContract contract;
    final AnswerCheck check;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final ApiServer server;
    private final int port;

    ApiHarness() {
        this(Duration.ofSeconds(30));
    }

    ApiHarness(Duration grace) {
        this(grace, Optional.empty());
    }

    ApiHarness(ApiAuthenticator authenticator) {
        this(Duration.ofSeconds(30), Optional.of(authenticator));
    }

    private ApiHarness(Duration grace, Optional<ApiAuthenticator> other) {
        contract = await(Contract.load(vertx)).openApi();
        check = new AnswerCheck(vertx, contract);
        server = new ApiServer(
                vertx, new ApiConfig("127.0.0.1", 0), usher, other.orElse(authenticator), refusals::add, grace);
        port = await(server.listen());
    }

    /** An answer. */
    record Reply(int status, MultiMap headers, Buffer body) {
        JsonObject json() {
            return body.toJsonObject();
        }

        /** Checks that it is a problem document of this kind. */
        JsonObject problem(int expectedStatus, String kind) {
            assertThat(status).as(body::toString).isEqualTo(expectedStatus);
            assertThat(headers.get("Content-Type")).isEqualTo("application/problem+json");
            JsonObject problem = json();
            assertThat(problem.getString("type")).isEqualTo("urn:usher:problem:" + kind);
            assertThat(problem.getInteger("status")).isEqualTo(expectedStatus);
            assertThat(problem.getString("correlationId")).isEqualTo(headers.get("Correlation-Id"));
            return problem;
        }
    }

    int port() {
        return port;
    }

    Map<String, String> authorized() {
        return Map.of("Authorization", "Bearer " + authenticator.token().reveal());
    }

    Reply get(String uri) {
        return send(HttpMethod.GET, uri, authorized(), null);
    }

    Reply delete(String uri) {
        return send(HttpMethod.DELETE, uri, authorized(), null);
    }

    Reply json(HttpMethod method, String uri, String body, String... extraHeaders) {
        Map<String, String> headers = new HashMap<>(authorized());
        headers.put("Content-Type", "application/json");
        for (int i = 0; i < extraHeaders.length; i += 2) {
            headers.put(extraHeaders[i], extraHeaders[i + 1]);
        }
        return send(method, uri, headers, body);
    }

    Reply send(HttpMethod method, String uri, Map<String, String> headers, String body) {
        return send(method, uri, MultiMap.caseInsensitiveMultiMap().addAll(headers), body);
    }

    Reply send(HttpMethod method, String uri, MultiMap headers, String body) {
        Reply reply = await(client.request(method, port, "127.0.0.1", uri).compose(request -> {
            headers.forEach(header -> request.headers().add(header.getKey(), header.getValue()));
            return (body == null ? request.send() : request.send(body))
                    .compose(response -> response.body()
                            .map(content -> new Reply(response.statusCode(), response.headers(), content)));
        }));
        assertThat(reply.headers().get("Correlation-Id")).isNotBlank();
        String path = uri.contains("?") ? uri.substring(0, uri.indexOf('?')) : uri;
        Optional.ofNullable(contract.findOperation(path, method))
                .ifPresent(operation ->
                        check.check(operation, new HttpAnswer(reply.status(), reply.headers(), reply.body())));
        return reply;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static JsonArray array(Object... values) {
        return new JsonArray(List.of(values));
    }

    @Override
    public void close() {
        await(server.close());
        await(client.close());
        await(vertx.close());
    }
}
