package dev.usher.semp;

import io.vertx.core.json.JsonObject;

/** Finds the cursor of the next page in {@code meta.paging}. */
final class SempCursor {
    private static final String PARAMETER = "cursor=";

    private SempCursor() {}

    /**
     * The cursor inside {@code nextPageUri} is taken as it stands, since there it is encoded for certain; {@code cursorQuery}, which
     * may or may not be, serves where the URI has none. Of the URI nothing else is used: behind a proxy its host is wrong, and
     * credentials are sent to the configured host only.
     */
    static String next(JsonObject paging) {
        if (paging.getValue("nextPageUri") instanceof String uri) {
            for (String parameter : uri.substring(uri.indexOf('?') + 1).split("&")) {
                if (parameter.startsWith(PARAMETER) && parameter.length() > PARAMETER.length()) {
                    return checked(parameter.substring(PARAMETER.length()));
                }
            }
        }
        if (paging.getValue("cursorQuery") instanceof String cursor && !cursor.isEmpty()) {
            return SempEncoding.value(cursor);
        }
        throw new SempProtocolException("meta.paging has neither a cursorQuery nor a cursor in nextPageUri");
    }

    private static String checked(String cursor) {
        if (!cursor.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
            throw new SempProtocolException("the cursor in meta.paging.nextPageUri is not encoded");
        }
        return cursor;
    }
}
