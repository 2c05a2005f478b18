package dev.usher.runtime.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A password, token or key. Its text leaves only through {@link #reveal()}; {@link #toString()} is always {@code ****}, so a
 * record with a secret component may be logged.
 */
public final class Secret {

    private static final String HIDDEN = "****";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * A secret with this text.
     *
     * @throws IllegalArgumentException if the text is empty
     */
    public static Secret of(String value) {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value);
    }

    /** The text itself. Hand it straight to the one who needs it; do not keep or print it. */
    public String reveal() {
        return value;
    }

    /** Whether the candidate is this secret, compared in time that does not depend on where they differ. */
    public boolean matches(String candidate) {
        return candidate != null
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && matches(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
