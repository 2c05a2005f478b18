package dev.usher.entitlements.auth;

import java.util.Map;
import java.util.Optional;

/**
 * Where in a token something stands: the name of a claim, or of objects and a claim in them, as {@code realm_access.roles}.
 * A claim whose own name is the whole text comes first, as {@code https://example.com/roles}.
 *
 * @param text as it is configured
 */
public record ClaimPath(String text) {
    /** Checks that there is something to look for. */
    public ClaimPath {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("a claim has a name");
        }
    }

    /** What stands there; empty if nothing does. */
    Optional<Object> in(Map<String, Object> claims) {
        if (claims.containsKey(text)) {
            return Optional.ofNullable(claims.get(text));
        }
        Object found = claims;
        for (String name : text.split("\\.", -1)) {
            if (!(found instanceof Map<?, ?> object)) {
                return Optional.empty();
            }
            found = object.get(name);
        }
        return Optional.ofNullable(found);
    }
}
