package dev.usher.entitlements.api;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/** What makes two requests the same: the operation and the body, in whatever order and layout its fields were sent. */
final class Fingerprints {
    private Fingerprints() {}

    static String of(String operationId, JsonObject body) {
        StringBuilder text = new StringBuilder(operationId).append('\n');
        append(text, body);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void append(StringBuilder text, Object value) {
        if (value instanceof JsonObject object) {
            text.append('{');
            for (String name : new TreeSet<>(object.fieldNames())) {
                text.append(Json.encode(name)).append(':');
                append(text, object.getValue(name));
                text.append(',');
            }
            text.append('}');
        } else if (value instanceof JsonArray array) {
            text.append('[');
            for (int i = 0; i < array.size(); i++) {
                append(text, array.getValue(i));
                text.append(',');
            }
            text.append(']');
        } else {
            text.append(Json.encode(value));
        }
    }
}
