package dev.usher.broker.semp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * One request as it came in.
 *
 * @param origin scheme and authority for the links of the answer, e.g. {@code http://127.0.0.1:8080}
 * @param rawPath undecoded
 * @param rawQuery undecoded, or null
 * @param user who asks; null before that is known
 * @param waited for its turn, because there are too many
 */
record SempRequest(
        String method, String origin, String rawPath, String rawQuery, Buffer body, SempUser user, boolean waited) {

    /** One of which nothing is known but itself. */
    SempRequest(String method, String origin, String rawPath, String rawQuery, Buffer body) {
        this(method, origin, rawPath, rawQuery, body, null, false);
    }

    String uri() {
        return origin + rawPath + (rawQuery == null || rawQuery.isEmpty() ? "" : "?" + rawQuery);
    }

    SempRequest by(SempUser asker) {
        return new SempRequest(method, origin, rawPath, rawQuery, body, asker, waited);
    }

    SempRequest havingWaited() {
        return new SempRequest(method, origin, rawPath, rawQuery, body, user, true);
    }

    /** @throws SempRefusal PARSE_ERROR when the body is not a JSON object */
    JsonObject json() {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new SempRefusal(SempCode.PARSE_ERROR, "The body is not a JSON object");
        }
    }
}
