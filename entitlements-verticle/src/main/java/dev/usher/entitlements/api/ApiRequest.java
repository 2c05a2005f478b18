package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Caller;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A request that satisfies the contract.
 *
 * @param callerName who sent it, authenticated
 * @param path path parameters, percent-decoded
 * @param query query parameters that were given: String or Boolean, as the contract types them
 * @param body the JSON body; empty for an operation without one
 * @param waitFor how long to wait for enforcement
 */
record ApiRequest(
        String callerName, Map<String, String> path, Map<String, Object> query, JsonObject body, Duration waitFor) {
    ApiRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    String pathParameter(String name) {
        return path.get(name);
    }

    String queryParameter(String name) {
        return (String) query.get(name);
    }

    /** The flag {@code cut} of a write, wherever its operation has it. */
    boolean cut() {
        return (Boolean) query.getOrDefault("cut", body.getBoolean("cut", false));
    }

    /** Who asks, with the reason given in the body or query. */
    Caller caller() {
        String reason = Optional.ofNullable((String) query.get("reason")).orElse(body.getString("reason", ""));
        return new Caller(callerName, reason);
    }
}
