package dev.usher.entitlements.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * A successful answer.
 *
 * @param status the HTTP status
 * @param location what {@code Location} points to, relative to the server's root
 * @param body the JSON body
 */
record Answer(int status, Optional<String> location, JsonObject body) {
    static Answer ok(JsonObject body) {
        return new Answer(200, Optional.empty(), body);
    }

    static Answer created(String location, JsonObject body) {
        return new Answer(201, Optional.of(location), body);
    }

    static Answer accepted(String location, JsonObject body) {
        return new Answer(202, Optional.of(location), body);
    }

    void writeTo(RoutingContext context) {
        location.ifPresent(target -> context.response().putHeader(HttpHeaders.LOCATION, target));
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.toBuffer());
    }
}
