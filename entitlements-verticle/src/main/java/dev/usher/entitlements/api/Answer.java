package dev.usher.entitlements.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * A successful answer.
 *
 * @param status the HTTP status
 * @param location what {@code Location} points to, relative to the server's root
 * @param mediaType of the body
 * @param body as it is sent
 */
record Answer(int status, Optional<String> location, String mediaType, Buffer body) {
    static final String JSON = "application/json";

    static Answer ok(JsonObject body) {
        return new Answer(200, Optional.empty(), JSON, body.toBuffer());
    }

    static Answer ok(String mediaType, Buffer body) {
        return new Answer(200, Optional.empty(), mediaType, body);
    }

    static Answer created(String location, JsonObject body) {
        return new Answer(201, Optional.of(location), JSON, body.toBuffer());
    }

    static Answer accepted(String location, JsonObject body) {
        return new Answer(202, Optional.of(location), JSON, body.toBuffer());
    }

    void writeTo(RoutingContext context) {
        location.ifPresent(target -> context.response().putHeader(HttpHeaders.LOCATION, target));
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
