package dev.usher.entitlements.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of this API, for {@code Location}. */
final class Paths {
    static final String ROOT = "/v1";

    private Paths() {}

    static String of(String collection, String id) {
        return ROOT + "/" + collection + "/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
