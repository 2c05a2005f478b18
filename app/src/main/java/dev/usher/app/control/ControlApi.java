package dev.usher.app.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.usher.runtime.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The control API of a running service, called as its contract says. Blocks; every failure is a {@link CallFailedException}. */
final class ControlApi {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** On top of what the service may wait before it answers. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final int SUCCESS_END = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final Secret token;
    private final Duration wait;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    /**
     * @param server scheme, host and port
     * @param wait how long the service may wait for enforcement before it answers
     */
    ControlApi(URI server, Secret token, Duration wait) {
        this.base = server;
        this.token = token;
        this.wait = wait;
    }

    JsonNode get(String path, Map<String, String> query) {
        return json(send(request(path, query, "application/json").GET()));
    }

    String text(String path, String mediaType) {
        return send(request(path, Map.of(), mediaType).GET()).body();
    }

    JsonNode put(String path, Map<String, String> query, JsonNode body) {
        return json(send(writing(path, query).PUT(BodyPublishers.ofString(body.toString()))));
    }

    JsonNode post(String path, Map<String, String> query, JsonNode body) {
        return json(send(writing(path, query).POST(BodyPublishers.ofString(body.toString()))));
    }

    /** A name as one level of a path. */
    static String level(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder writing(String path, Map<String, String> query) {
        return request(path, query, "application/json")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=" + wait.toSeconds());
    }

    private HttpRequest.Builder request(String path, Map<String, String> query, String accept) {
        String parameters = new TreeMap<>(query)
                .entrySet().stream()
                        .map(p -> level(p.getKey()) + "=" + level(p.getValue()))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(base.resolve("/v1" + path + (parameters.isEmpty() ? "" : "?" + parameters)))
                .timeout(wait.plus(ANSWER))
                .header("Authorization", "Bearer " + token.reveal())
                .header("Accept", accept);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() >= SUCCESS_END) {
                throw new CallFailedException(problem(answer));
            }
            return answer;
        } catch (IOException e) {
            throw new CallFailedException("no answer from " + base + " ("
                    + Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName())
                    + "); is the service running there? Name another with --server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("interrupted; what was asked for may have been done");
        }
    }

    /** RFC 9457, in one line. */
    private String problem(HttpResponse<String> answer) {
        JsonNode problem;
        try {
            problem = JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            problem = JSON.createObjectNode();
        }
        String detail = problem.path("detail").asText("");
        String pointer = problem.path("pointer").asText("");
        return base + " answered " + answer.statusCode()
                + (detail.isEmpty() ? "; is this Usher's control API?" : ": " + detail)
                + (pointer.isEmpty() ? "" : " (at " + pointer + ")")
                + (problem.has("correlationId")
                        ? " [correlation id " + problem.get("correlationId").asText() + "]"
                        : "");
    }

    private JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CallFailedException(base + " answered something that is not JSON; is this Usher's control API?");
        }
    }
}
