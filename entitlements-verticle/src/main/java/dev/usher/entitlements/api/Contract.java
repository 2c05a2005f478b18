package dev.usher.entitlements.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The contract of this API.
 *
 * @param text as it is served
 * @param openApi as the router reads it
 */
record Contract(String text, OpenAPIContract openApi) {
    static final String YAML = "application/yaml";

    private static final String RESOURCE = "/openapi/entitlements.yaml";

    /** Loads the packaged contract; fails if it is missing or not a valid OpenAPI document. */
    static Future<Contract> load(Vertx vertx) {
        return vertx.executeBlocking(Contract::read).compose(text -> of(vertx, text));
    }

    /** The contract of this text; fails if it is not a valid OpenAPI document. */
    static Future<Contract> of(Vertx vertx, String text) {
        return OpenAPIContract.from(vertx, parse(text)).map(openApi -> new Contract(text, openApi));
    }

    private static String read() throws IOException {
        try (InputStream in = Contract.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonObject parse(String text) {
        try {
            Map<?, ?> tree = new ObjectMapper(new YAMLFactory()).readValue(text, Map.class);
            JsonObject contract = new JsonObject(new ObjectMapper().writeValueAsString(tree));
            // Vert.x wants an absolute URL here, of which it uses the path alone.
            contract.put("servers", new JsonArray().add(new JsonObject().put("url", "http://localhost" + Paths.ROOT)));
            return readable(contract);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    /**
     * Vert.x refuses a contract that names media types it has no reader for, and it has none for problem documents, which are
     * JSON, and for YAML, which here always stands beside JSON of the same schema.
     */
    private static JsonObject readable(JsonObject contract) {
        JsonObject copy = new JsonObject();
        contract.forEach(entry -> {
            if (!entry.getKey().equals(YAML)) {
                copy.put(
                        entry.getKey().equals("application/problem+json") ? "application/json" : entry.getKey(),
                        readable(entry.getValue()));
            }
        });
        return copy;
    }

    private static Object readable(Object value) {
        if (value instanceof JsonObject object) {
            return readable(object);
        }
        if (value instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(element -> copy.add(readable(element)));
            return copy;
        }
        return value;
    }
}
