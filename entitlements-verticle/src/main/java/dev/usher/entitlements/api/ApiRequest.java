package dev.usher.entitlements.api;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Page;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A request that satisfies the contract.
 *
 * @param callerName who sent it, authenticated
 * @param path path parameters, percent-decoded
 * @param query query parameters that were given: String, Boolean or Long, as the contract types them
 * @param headers header parameters that were given, by their names in the contract
 * @param body the JSON body; empty for an operation without one
 * @param waitFor how long to wait for enforcement
 * @param accept the media types that the caller takes, as sent; empty for any
 */
record ApiRequest(
        String callerName,
        Map<String, String> path,
        Map<String, Object> query,
        Map<String, String> headers,
        JsonObject body,
        Duration waitFor,
        String accept) {
    private static final long DEFAULT_LIMIT = 100;

    ApiRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    String pathParameter(String name) {
        return path.get(name);
    }

    Optional<String> queryParameter(String name) {
        return Optional.ofNullable((String) query.get(name));
    }

    boolean flag(String name) {
        return (Boolean) query.getOrDefault(name, false);
    }

    /** Whether only to say what would be done. */
    boolean dryRun() {
        return flag("dryRun");
    }

    /** The flag {@code cut} of a write, wherever its operation has it. */
    boolean cut() {
        return (Boolean) query.getOrDefault("cut", body.getBoolean("cut", false));
    }

    /** Which page of a list. */
    Page.Request page() {
        long limit = (Long) query.getOrDefault("limit", DEFAULT_LIMIT);
        return new Page.Request(Math.toIntExact(limit), queryParameter("cursor"));
    }

    /** Who asks, with the reason given in the body or query. */
    Caller caller() {
        return new Caller(callerName, queryParameter("reason").orElse(body.getString("reason", "")));
    }
}
