package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The API over real HTTP in front of a {@link FakeUsher}. Every answer is checked against the contract as it arrives. */
final class ApiHarness implements AutoCloseable {
    final FakeUsher usher = new FakeUsher();
    final RandomTokenAuthenticator authenticator = RandomTokenAuthenticator.create("auth-service");
    final OpenAPIContract contract;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final ResponseValidator validator;
    private final ApiServer server;
    private final int port;

    ApiHarness() {
        this(Duration.ofSeconds(30));
    }

    ApiHarness(Duration grace) {
        contract = await(Contract.load(vertx)).openApi();
        validator = ResponseValidator.create(vertx, contract);
        server = new ApiServer(vertx, new ApiConfig("127.0.0.1", 0), usher, authenticator, grace);
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
        Optional.ofNullable(contract.findOperation(path, method)).ifPresent(operation -> check(reply, operation));
        return reply;
    }

    private void check(Reply reply, Operation operation) {
        Map<String, String> headers = new HashMap<>();
        // As JSON strings, since the validator would read a value that looks like JSON as JSON.
        reply.headers().forEach(header -> headers.put(header.getKey(), Json.encode(header.getValue())));
        // The loaded contract has problem documents as plain JSON, see Contract.
        ValidatableResponse response =
                ValidatableResponse.create(reply.status(), headers, reply.body(), "application/json");
        await(validator.validate(response, operation.getOperationId()));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static JsonArray array(Object... values) {
        return new JsonArray(java.util.List.of(values));
    }

    @Override
    public void close() {
        await(server.close());
        await(client.close());
        await(vertx.close());
    }
}
