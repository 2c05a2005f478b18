package dev.usher.entitlements.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A request and what has to come of it; see {@code walk/rows.yaml}.
 *
 * @param operation the operationId
 * @param kind {@code success}, {@code refusal} or {@code bad input}; empty for a request that only prepares
 * @param method of the request
 * @param uri path and query, with placeholders
 * @param headers besides the credentials
 * @param body as JSON
 * @param authenticated whether to send a token
 * @param statuses each of which is right
 * @param problem the kind of problem it has to be
 * @param keep name to the JSON Pointer of what is kept under it
 * @param before requests that prepare it
 */
public record WalkRow(
        String operation,
        String kind,
        String method,
        String uri,
        Map<String, String> headers,
        Optional<String> body,
        boolean authenticated,
        List<Integer> statuses,
        Optional<String> problem,
        Map<String, String> keep,
        List<WalkRow> before) {
    private static final String ROWS = "/walk/rows.yaml";

    /** All rows in the order in which they are played. */
    public static List<WalkRow> all() {
        try (InputStream in = WalkRow.class.getResourceAsStream(ROWS)) {
            return rows(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(ROWS, e);
        }
    }

    private static List<WalkRow> rows(JsonNode nodes) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(WalkRow::row)
                .toList();
    }

    private static WalkRow row(JsonNode node) {
        String[] request = node.required("request").asText().split(" ", 2);
        List<Integer> statuses = new ArrayList<>();
        JsonNode status = node.required("status");
        if (status.isArray()) {
            status.forEach(each -> statuses.add(each.asInt()));
        } else {
            statuses.add(status.asInt());
        }
        return new WalkRow(
                node.path("operation").asText(),
                node.path("case").asText(),
                request[0],
                request[1],
                texts(node.path("headers")),
                node.has("body") ? Optional.of(node.get("body").toString()) : Optional.empty(),
                !node.path("credentials").asText().equals("none"),
                List.copyOf(statuses),
                node.has("problem") ? Optional.of(node.get("problem").asText()) : Optional.empty(),
                texts(node.path("keep")),
                rows(node.path("before")));
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    @Override
    public String toString() {
        return operation + " " + kind + ": " + method + " " + uri;
    }
}
