package dev.usher.broker.semp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether exchanges are what a SEMP v2 specification says. What was answered with success must be a request that the public
 * API has, and its answer must be of the declared shape; a refusal must be one that clients know how to read. The
 * specification's own base path is not looked at: the public ones are {@code /SEMP/v2/config} and its like.
 */
final class Contract {
    private static final String BASE = "/SEMP/v2/";
    private static final String INTERNAL = "only for Solace internal use";
    /** PubSub+ docs, "SEMP Error Handling", and codes recorded from brokers. */
    private static final Set<Integer> CODES = Set.of(2, 6, 10, 11, 14, 27, 72, 89, 228, 490, 535, 549);

    /** PubSub+ docs, "SEMP Error Handling" and "SEMP Features": what is not in here is a fault of the broker. */
    private static final Set<Integer> STATUSES = Set.of(400, 401, 404, 429, 503);

    private static final int INVALID_PATH = 535;
    private static final int NO_SESSION_AVAILABLE = 529;

    /** An operation of the specification that a request is. */
    private record Operation(JsonObject spec, JsonObject declared) {}

    private final Map<String, JsonObject> specs = new LinkedHashMap<>();

    /** @param specs by API: config, monitor, action */
    Contract(Map<String, JsonObject> specs) {
        this.specs.putAll(specs);
    }

    /** What is wrong with an exchange; empty when nothing is. */
    List<String> problems(Exchange exchange) {
        List<String> problems = new ArrayList<>();
        Optional<Operation> operation = operation(exchange, problems);
        if (exchange.status() == 200) {
            if (operation.isEmpty()) {
                problems.add("succeeds and is not in the public API");
            } else {
                checkParameters(exchange, operation.get(), problems);
                checkSent(exchange, operation.get(), problems);
                checkReceived(exchange, operation.get(), problems);
            }
        } else if (exchange.status() != NO_SESSION_AVAILABLE) {
            if (!STATUSES.contains(exchange.status())) {
                problems.add("is refused with a status that no client provides for");
            }
            checkRefusal(exchange, operation.isPresent(), problems);
        }
        return problems.stream().map(p -> exchange + ": " + p).toList();
    }

    private Optional<Operation> operation(Exchange exchange, List<String> problems) {
        if (!exchange.rawPath().startsWith(BASE)) {
            return Optional.empty();
        }
        String[] parts = exchange.rawPath().substring(BASE.length()).split("/", 2);
        JsonObject spec = specs.get(parts[0]);
        if (spec == null || parts.length < 2) {
            return Optional.empty();
        }
        for (Map.Entry<String, Object> path : spec.getJsonObject("paths")) {
            JsonObject verbs = (JsonObject) path.getValue();
            JsonObject declared = verbs.getJsonObject(exchange.method().toLowerCase(java.util.Locale.ROOT));
            if (declared != null && matches(path.getKey(), "/" + parts[1])) {
                if (PublishedSpecification.isPrivate(declared)) {
                    problems.add("is private API only");
                }
                return Optional.of(new Operation(spec, declared));
            }
        }
        return Optional.empty();
    }

    /** Names are literal; a segment of keys has as many as the template, separated by raw commas. */
    private static boolean matches(String template, String rawPath) {
        String[] expected = template.split("/", -1);
        String[] actual = rawPath.split("/", -1);
        if (expected.length != actual.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            boolean keys = expected[i].startsWith("{");
            boolean fits = keys
                    ? expected[i].split(",", -1).length == actual[i].split(",", -1).length && !actual[i].isEmpty()
                    : expected[i].equals(actual[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private void checkParameters(Exchange exchange, Operation operation, List<String> problems) {
        if (exchange.rawQuery().isEmpty()) {
            return;
        }
        Set<String> known = parameters(operation).stream()
                .filter(p -> p.getString("in").equals("query"))
                .filter(p -> !p.getString("description", "").contains(INTERNAL))
                .map(p -> p.getString("name"))
                .collect(Collectors.toSet());
        for (String pair : exchange.rawQuery().split("&", -1)) {
            String name = pair.split("=", 2)[0];
            if (!known.contains(name)) {
                problems.add("has no query parameter " + name);
            } else if (name.equals("select") || name.equals("where")) {
                attributesOf(operation, exchange)
                        .ifPresent(known2 -> checkNames(pair.substring(name.length() + 1), known2, problems));
            }
        }
    }

    private static void checkNames(String list, JsonObject attributes, List<String> problems) {
        for (String part : list.split(",", -1)) {
            String name = PercentCodec.decode(part).replaceFirst("^-", "").split("[=!<>]", 2)[0];
            JsonObject attribute = attributes.getJsonObject(name);
            if (name.indexOf('*') < 0 && (attribute == null || PublishedSpecification.isPrivate(attribute))) {
                problems.add("asks for " + name + ", which there is not");
            }
        }
    }

    /** The attributes of what an operation answers with. */
    private static Optional<JsonObject> attributesOf(Operation operation, Exchange exchange) {
        JsonObject data = Optional.ofNullable(responseSchema(operation, exchange.status()))
                .map(s -> resolve(operation.spec(), s).getJsonObject("properties", new JsonObject()))
                .map(p -> p.getJsonObject("data"))
                .orElse(null);
        if (data == null) {
            return Optional.empty();
        }
        JsonObject item = data.containsKey("items") ? data.getJsonObject("items") : data;
        return Optional.ofNullable(resolve(operation.spec(), item).getJsonObject("properties"));
    }

    private void checkSent(Exchange exchange, Operation operation, List<String> problems) {
        Optional<JsonObject> schema = parameters(operation).stream()
                .filter(p -> p.getString("in").equals("body"))
                .map(p -> p.getJsonObject("schema"))
                .findFirst();
        if (exchange.sent() == null) {
            if (schema.isPresent()) {
                problems.add("has no body");
            }
        } else if (schema.isEmpty()) {
            problems.add("has a body");
        } else {
            new SchemaCheck(operation.spec(), SchemaCheck.Direction.SENT, problems)
                    .check(schema.get(), exchange.sent(), "body");
        }
    }

    private void checkReceived(Exchange exchange, Operation operation, List<String> problems) {
        if (exchange.received() == null) {
            problems.add("is answered without a body");
            return;
        }
        new SchemaCheck(operation.spec(), SchemaCheck.Direction.RECEIVED, problems)
                .check(responseSchema(operation, 200), exchange.received(), "answer");
        checkMeta(exchange, problems);
        JsonObject meta = exchange.received().getJsonObject("meta", new JsonObject());
        if (meta.containsKey("error")) {
            problems.add("succeeds with an error");
        }
        Object data = exchange.received().getValue("data");
        Object links = exchange.received().getValue("links");
        if (data instanceof JsonArray objects && (!(links instanceof JsonArray l) || l.size() != objects.size())) {
            problems.add("has not as many links as objects");
        }
    }

    private void checkRefusal(Exchange exchange, boolean inTheApi, List<String> problems) {
        JsonObject body = exchange.received();
        if (body == null || !body.fieldNames().equals(Set.of("meta"))) {
            problems.add("is refused with something else than meta");
            return;
        }
        JsonObject spec = specs.values().iterator().next();
        new SchemaCheck(spec, SchemaCheck.Direction.RECEIVED, problems)
                .check(new JsonObject().put("$ref", "#/definitions/SempMetaOnlyResponse"), body, "answer");
        checkMeta(exchange, problems);
        JsonObject error = body.getJsonObject("meta").getJsonObject("error");
        if (error == null || !CODES.contains(error.getInteger("code"))) {
            problems.add("is refused without a known code");
        } else if (inTheApi && error.getInteger("code") == INVALID_PATH) {
            problems.add("is in the public API and called an invalid path");
        }
    }

    private static void checkMeta(Exchange exchange, List<String> problems) {
        JsonObject meta = exchange.received().getJsonObject("meta", new JsonObject());
        if (!Integer.valueOf(exchange.status()).equals(meta.getInteger("responseCode"))) {
            problems.add("responseCode is not the HTTP status");
        }
        if (!exchange.method()
                .equals(meta.getJsonObject("request", new JsonObject()).getString("method"))) {
            problems.add("meta has another method");
        }
    }

    private static JsonObject responseSchema(Operation operation, int status) {
        return operation
                .declared()
                .getJsonObject("responses")
                .getJsonObject(String.valueOf(status), new JsonObject())
                .getJsonObject("schema");
    }

    private static List<JsonObject> parameters(Operation operation) {
        return operation.declared().getJsonArray("parameters", new JsonArray()).stream()
                .map(p -> resolve(operation.spec(), (JsonObject) p))
                .toList();
    }

    static JsonObject resolve(JsonObject spec, JsonObject part) {
        if (!part.containsKey("$ref")) {
            return part;
        }
        JsonObject at = spec;
        for (String name : part.getString("$ref").substring(2).split("/", -1)) {
            at = at.getJsonObject(name);
        }
        return at;
    }
}
