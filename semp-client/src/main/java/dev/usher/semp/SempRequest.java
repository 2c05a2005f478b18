package dev.usher.semp;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * One request, ready to be sent.
 *
 * @param path absolute, encoded, without query
 * @param query without the question mark; may be empty
 * @param secret the password inside the body, to be kept out of error texts
 */
record SempRequest(
        HttpMethod method,
        SempApi api,
        String path,
        String query,
        Optional<JsonObject> body,
        Optional<SempSecret> secret) {

    static SempRequest of(HttpMethod method, SempPath path, List<String> ids) {
        if (!path.methods().contains(method)) {
            throw new IllegalStateException(path + " is not declared for " + method);
        }
        return new SempRequest(method, path.api(), path.with(ids), "", Optional.empty(), Optional.empty());
    }

    SempRequest query(String text) {
        return new SempRequest(method, api, path, text, body, secret);
    }

    SempRequest body(JsonObject json) {
        return new SempRequest(method, api, path, query, Optional.of(json), secret);
    }

    SempRequest hiding(Optional<SempSecret> password) {
        return new SempRequest(method, api, path, query, body, password);
    }

    String uri() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** Whether sending it twice leaves the broker as sending it once does. */
    boolean repeatable() {
        return method == HttpMethod.GET
                || method == HttpMethod.DELETE
                || method == HttpMethod.PUT && api == SempApi.CONFIG;
    }

    /** For messages and logs: no query, no body. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
