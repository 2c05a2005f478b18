package dev.usher.broker.semp;

import io.vertx.core.json.JsonObject;

/**
 * One request to SEMP and its answer.
 *
 * @param uri path and query as sent
 * @param sent the body; null where there was none, or none that is a JSON object
 * @param received the body; null where there was none
 */
record Exchange(String method, String uri, JsonObject sent, int status, JsonObject received) {

    String rawPath() {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    String rawQuery() {
        int query = uri.indexOf('?');
        return query < 0 ? "" : uri.substring(query + 1);
    }

    @Override
    public String toString() {
        return method + " " + uri + " -> " + status;
    }
}
