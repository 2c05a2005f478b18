package dev.usher.entitlements.api;

import dev.usher.runtime.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Accepts one bearer token of 256 random bits, made anew for each process. For development, where the token is printed; it
 * knows one caller only.
 */
public final class RandomTokenAuthenticator implements ApiAuthenticator {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;
    private static final String SCHEME = "bearer ";

    private final Secret token;
    private final byte[] expected;
    private final String callerName;

    private RandomTokenAuthenticator(Secret token, String callerName) {
        this.token = token;
        this.expected = digest(token.reveal());
        this.callerName = Objects.requireNonNull(callerName, "callerName");
    }

    /** Makes a new token; whoever sends it is known by the given name. */
    public static RandomTokenAuthenticator create(String callerName) {
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new RandomTokenAuthenticator(Secret.of(token), callerName);
    }

    /** The token, to be shown to the one who may use it. */
    public Secret token() {
        return token;
    }

    @Override
    public Optional<String> authenticate(String authorizationHeader) {
        if (authorizationHeader == null
                || !authorizationHeader.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String presented = authorizationHeader.substring(SCHEME.length()).strip();
        // Digests have one length, so the comparison takes the same time whatever was presented.
        return MessageDigest.isEqual(expected, digest(presented)) ? Optional.of(callerName) : Optional.empty();
    }

    @Override
    public String toString() {
        return "RandomTokenAuthenticator[caller=" + callerName + "]";
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
