package dev.usher.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What an auth service and an administrator do: plain HTTP against the control API. */
final class Api {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;
    private final int waitSeconds;

    Api(URI base, String token) {
        this(base, token, 30);
    }

    private Api(URI base, String token, int waitSeconds) {
        this.base = base;
        this.token = token;
        this.waitSeconds = waitSeconds;
    }

    /** The same, for writes that are not expected to be done: it asks not to be kept waiting for that. */
    Api impatient() {
        return new Api(base, token, 2);
    }

    /** An answer with its status. */
    record Answer(int status, JsonObject body) {
        /** The objects of a list in the body. */
        List<JsonObject> objects(String list) {
            return body.getJsonArray(list).stream().map(JsonObject.class::cast).toList();
        }

        @Override
        public String toString() {
            return status + " " + body.encode();
        }
    }

    Answer openSeat(String user, Browser browser, String clientId) {
        return openSeat(user, browser, clientId, new JsonObject());
    }

    /** @param more what else is asked for: {@code filters}, {@code expiresInSeconds} */
    Answer openSeat(String user, Browser browser, String clientId, JsonObject more) {
        return send(
                "POST",
                "/v1/seats",
                new JsonObject()
                        .put("user", user)
                        .put(
                                "client",
                                new JsonObject().put("kind", browser.kind()).put("id", clientId))
                        .mergeIn(more));
    }

    Answer closeSeat(String seat) {
        return send("DELETE", "/v1/seats/" + seat, null);
    }

    Answer seat(String seat) {
        return send("GET", "/v1/seats/" + seat, null);
    }

    /** Lets a seat expire so long from now. */
    Answer expiry(String seat, int seconds) {
        return send("PUT", "/v1/seats/" + seat + "/expiry", new JsonObject().put("expiresInSeconds", seconds));
    }

    Answer status(String user, String status) {
        return status(user, status, new JsonObject());
    }

    /** As above, disconnecting the user's clients as the first step. */
    Answer statusCutting(String user, String status) {
        return status(user, status, new JsonObject().put("cut", true));
    }

    private Answer status(String user, String status, JsonObject more) {
        return send("PUT", "/v1/users/" + user + "/status", statusBody(status).mergeIn(more));
    }

    /** What {@link #statusCutting} would do. */
    Answer rehearseStatusCutting(String user, String status) {
        return send(
                "PUT",
                "/v1/users/" + user + "/status?dryRun=true",
                statusBody(status).put("cut", true));
    }

    /** What {@link #status} would do. */
    Answer rehearseStatus(String user, String status) {
        return send("PUT", "/v1/users/" + user + "/status?dryRun=true", statusBody(status));
    }

    private static JsonObject statusBody(String status) {
        return new JsonObject().put("status", status).put("reason", "a test");
    }

    Answer groupProducts(String group, String... products) {
        return send(
                "PUT",
                "/v1/groups/" + group + "/products",
                new JsonObject()
                        .put("products", new JsonArray(List.of((Object[]) products)))
                        .put("reason", "a test"));
    }

    Answer user(String user, JsonObject definition) {
        return send("PUT", "/v1/users/" + user, definition);
    }

    Answer group(String group, JsonObject definition) {
        return send("PUT", "/v1/groups/" + group, definition);
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    private Answer send(String method, String path, JsonObject body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(70))
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "wait=" + waitSeconds)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
