package dev.usher.entitlements.api;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What came over HTTP. */
public record HttpAnswer(int status, MultiMap headers, Buffer body) {
    public JsonObject json() {
        return body.toJsonObject();
    }

    /** Without parameters; empty if there is none. */
    public String mediaType() {
        String type = headers.get("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip();
    }
}
