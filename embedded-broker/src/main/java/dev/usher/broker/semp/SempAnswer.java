package dev.usher.broker.semp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** An answer: {@code data}, {@code links} and {@code meta} (SEMP v2 spec, SempMeta; absent parts are left out). */
record SempAnswer(int status, JsonObject body) {

    static SempAnswer object(SempRequest request, JsonObject data, JsonObject links) {
        return new SempAnswer(
                200, new JsonObject().put("data", data).put("links", links).put("meta", meta(request, 200)));
    }

    /** @param nextQuery the query of the next page; null when there is none */
    static SempAnswer list(
            SempRequest request, List<JsonObject> data, List<JsonObject> links, String cursor, String nextQuery) {
        JsonObject meta = meta(request, 200);
        if (cursor != null) {
            meta.put(
                    "paging",
                    new JsonObject()
                            .put("cursorQuery", cursor)
                            .put("nextPageUri", request.origin() + request.rawPath() + "?" + nextQuery));
        }
        return new SempAnswer(
                200,
                new JsonObject()
                        .put("data", new JsonArray(data))
                        .put("links", new JsonArray(links))
                        .put("meta", meta));
    }

    /** @param collections of one object, or an array in the order of the data */
    SempAnswer withCollections(Object collections) {
        return new SempAnswer(status, body.copy().put("collections", collections));
    }

    static SempAnswer done(SempRequest request) {
        return new SempAnswer(200, new JsonObject().put("meta", meta(request, 200)));
    }

    static SempAnswer refused(SempRequest request, int status, int code, String description) {
        JsonObject error = new JsonObject()
                .put("code", code)
                .put("description", "Problem with " + request.method() + ": " + description)
                .put("status", SempCode.statusOf(code));
        return new SempAnswer(
                status, new JsonObject().put("meta", meta(request, status).put("error", error)));
    }

    private static JsonObject meta(SempRequest request, int status) {
        return new JsonObject()
                .put("request", new JsonObject().put("method", request.method()).put("uri", request.uri()))
                .put("responseCode", status);
    }
}
