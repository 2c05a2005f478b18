package dev.usher.runtime.solace;

import dev.usher.runtime.config.Secret;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * An access token.
 *
 * @param expires when it ends, as far as is known
 */
public record AccessToken(Secret value, Optional<Instant> expires) {

    public AccessToken {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(expires, "expires");
    }

    /** With the end that the token itself tells, if it is a JWT with an {@code exp} (RFC 7519, 4.1.4). It is not verified. */
    static AccessToken of(String text) {
        return new AccessToken(Secret.of(text), expiryIn(text));
    }

    boolean isGoodAt(Instant now) {
        return expires.map(now::isBefore).orElse(true);
    }

    private static Optional<Instant> expiryIn(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            Long seconds = new JsonObject(new String(claims, StandardCharsets.UTF_8)).getLong("exp");
            return Optional.ofNullable(seconds).map(Instant::ofEpochSecond);
        } catch (RuntimeException e) {
            return Optional.empty(); // not ours to judge: the broker will
        }
    }
}
