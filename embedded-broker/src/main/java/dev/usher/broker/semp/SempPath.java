package dev.usher.broker.semp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A request path taken apart: the API and the segments after it, each a list of keys. A raw comma separates the keys of
 * one object; a comma inside a value arrives as {@code %2C} (PubSub+ docs, "SEMP API Architecture").
 */
record SempPath(Api api, List<List<String>> segments, String raw) {
    static final String BASE = "/SEMP/v2/";

    /** The three public APIs, by their base path. */
    enum Api {
        CONFIG,
        MONITOR,
        ACTION;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    SempPath {
        segments = List.copyOf(segments);
    }

    /** @throws SempRefusal INVALID_PATH for another base path, an empty segment or key, or a broken escape */
    static SempPath parse(String rawPath) {
        if (!rawPath.startsWith(BASE)) {
            throw SempRefusal.invalidPath("Invalid path");
        }
        String[] parts = rawPath.substring(BASE.length()).split("/", -1);
        Api api = api(parts[0]);
        List<List<String>> segments = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            segments.add(keys(parts[i]));
        }
        return new SempPath(api, segments, rawPath);
    }

    private static Api api(String text) {
        for (Api api : Api.values()) {
            if (api.text().equals(text)) {
                return api;
            }
        }
        throw SempRefusal.invalidPath("Invalid path");
    }

    private static List<String> keys(String segment) {
        List<String> keys = new ArrayList<>();
        for (String raw : segment.split(",", -1)) {
            if (raw.isEmpty()) {
                throw SempRefusal.invalidPath("Invalid path: empty element");
            }
            try {
                keys.add(PercentCodec.decode(raw));
            } catch (IllegalArgumentException e) {
                throw SempRefusal.invalidPath("Invalid path: " + e.getMessage());
            }
        }
        return List.copyOf(keys);
    }
}
