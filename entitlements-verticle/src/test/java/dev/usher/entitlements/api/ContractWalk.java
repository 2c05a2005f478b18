package dev.usher.entitlements.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plays rows against a service over HTTP. Each answer has to have a status and media type of its row, and to satisfy the
 * schema that the contract has for its operation and status.
 */
public final class ContractWalk {
    /** What every operation is shown with. */
    public static final List<String> KINDS = List.of("success", "refusal", "bad input");

    private final OpenAPIContract contract;
    private final AnswerCheck check;
    private final Service service;
    private final Map<String, String> kept = new TreeMap<>();
    private final Map<String, Map<String, Integer>> seen = new LinkedHashMap<>();

    /** The service that is walked. */
    @FunctionalInterface
    public interface Service {
        /** Sends a request; the one of a row with {@code authenticated} with a token that opens everything. */
        HttpAnswer send(WalkRow row, String uri, Map<String, String> headers);
    }

    public ContractWalk(OpenAPIContract contract, AnswerCheck check, Service service) {
        this.contract = contract;
        this.check = check;
        this.service = service;
    }

    /** What is missing for a complete walk: {@code operationId case} of each operation of the contract without such a row. */
    public static Collection<String> missing(OpenAPIContract contract, Collection<WalkRow> rows) {
        Collection<String> missing = new TreeSet<>();
        contract.operations()
                .forEach(operation -> KINDS.forEach(kind -> missing.add(operation.getOperationId() + " " + kind)));
        rows.forEach(row -> missing.remove(row.operation() + " " + row.kind()));
        return missing;
    }

    /** Plays one row; throws an {@link AssertionError} that names it if the answer is not the right one. */
    public void play(WalkRow row) {
        row.before().forEach(this::send);
        HttpAnswer answer = send(row);
        Operation operation = operation(row);
        check.check(operation, answer);
        if (row.problem().isPresent()) {
            assertThat(answer.mediaType()).as(row::toString).isEqualTo("application/problem+json");
            JsonObject problem = answer.json();
            assertThat(problem.getString("type"))
                    .as(row::toString)
                    .isEqualTo("urn:usher:problem:" + row.problem().get());
            assertThat(problem.getString("detail")).as(row::toString).isNotBlank();
        } else {
            assertThat(answer.mediaType()).as(row::toString).isIn("application/json", "application/yaml");
        }
        row.keep()
                .forEach((name, pointer) ->
                        kept.put(name, String.valueOf(JsonPointer.from(pointer).queryJson(answer.json()))));
        seen.computeIfAbsent(row.operation(), id -> new TreeMap<>()).put(row.kind(), answer.status());
    }

    private HttpAnswer send(WalkRow row) {
        String uri = row.uri();
        for (Map.Entry<String, String> each : kept.entrySet()) {
            uri = uri.replace("${" + each.getKey() + "}", each.getValue());
        }
        Map<String, String> headers = new TreeMap<>(row.headers());
        // Enough for whatever the brokers of a test have to do.
        headers.putIfAbsent("Prefer", "wait=30");
        row.body().ifPresent(body -> headers.put("Content-Type", "application/json"));
        HttpAnswer answer = service.send(row, uri, headers);
        assertThat(row.statuses())
                .as(() -> row + " was answered " + answer.status() + " " + answer.body())
                .contains(answer.status());
        return answer;
    }

    /** The operation of a row, which has to be the one that its request means. */
    private Operation operation(WalkRow row) {
        Operation operation = contract.operations().stream()
                .filter(each -> each.getOperationId().equals(row.operation()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the contract has no operation " + row.operation()));
        assertThat(operation.getHttpMethod().name()).as(row::toString).isEqualTo(row.method());
        return operation;
    }

    /** What was seen, as a table. */
    public String table() {
        List<String> lines = new ArrayList<>();
        String format = "%-24s %-42s %-8s %-8s %s";
        lines.add(String.format(format, "operationId", "method path", KINDS.get(0), KINDS.get(1), KINDS.get(2)));
        contract.operations().stream()
                .sorted((a, b) -> a.getAbsoluteOpenAPIPath().compareTo(b.getAbsoluteOpenAPIPath()))
                .forEach(operation -> {
                    Map<String, Integer> statuses = seen.getOrDefault(operation.getOperationId(), Map.of());
                    lines.add(String.format(
                            format,
                            operation.getOperationId(),
                            operation.getHttpMethod().name() + " " + operation.getAbsoluteOpenAPIPath(),
                            statuses.getOrDefault(KINDS.get(0), 0),
                            statuses.getOrDefault(KINDS.get(1), 0),
                            statuses.getOrDefault(KINDS.get(2), 0)));
                });
        return String.join(System.lineSeparator(), lines);
    }
}
