package dev.usher.e2e;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What an auth service does: plain HTTP against the control API. */
final class Api {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer with its status. */
    record Answer(int status, JsonObject body) {}

    Answer openSeat(String user, String mqttClientId) {
        return send(
                "POST",
                "/v1/seats",
                new JsonObject()
                        .put("user", user)
                        .put("client", new JsonObject().put("kind", "mqtt").put("id", mqttClientId)));
    }

    Answer closeSeat(String seat) {
        return send("DELETE", "/v1/seats/" + seat, null);
    }

    Answer seat(String seat) {
        return send("GET", "/v1/seats/" + seat, null);
    }

    Answer status(String user, String status) {
        return send(
                "PUT",
                "/v1/users/" + user + "/status",
                new JsonObject().put("status", status).put("reason", "a test"));
    }

    Answer groupProducts(String group, String... products) {
        return send(
                "PUT",
                "/v1/groups/" + group + "/products",
                new JsonObject()
                        .put("products", new io.vertx.core.json.JsonArray(java.util.List.of((Object[]) products)))
                        .put("reason", "a test"));
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    private Answer send(String method, String path, JsonObject body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(70))
                .header("Authorization", "Bearer " + token)
                .header("Prefer", "wait=30")
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
