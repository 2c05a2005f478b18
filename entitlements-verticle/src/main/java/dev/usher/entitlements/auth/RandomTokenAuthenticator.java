package dev.usher.entitlements.auth;

import dev.usher.entitlements.core.Refusal.Reason;
import dev.usher.runtime.config.Secret;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;

/**
 * Accepts one bearer token of 256 random bits, made anew for each process. For development, where the token is printed; it
 * knows one caller only, who has every role.
 */
public final class RandomTokenAuthenticator implements ApiAuthenticator {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;

    private final Secret token;
    private final byte[] expected;
    private final Identity caller;

    private RandomTokenAuthenticator(Secret token, String callerName) {
        this.token = token;
        this.expected = digest(token.reveal());
        this.caller = new Identity(callerName, EnumSet.allOf(Role.class));
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
    public Future<Identity> authenticate(String authorizationHeader) {
        try {
            byte[] presented = digest(BearerToken.of(authorizationHeader));
            // Digests have one length, so the comparison takes the same time whatever was presented.
            return MessageDigest.isEqual(expected, presented) ? Future.succeededFuture(caller) : refused();
        } catch (AuthenticationRefusedException e) {
            return Future.failedFuture(e);
        }
    }

    private static Future<Identity> refused() {
        return Future.failedFuture(new AuthenticationRefusedException(Reason.UNKNOWN_TOKEN));
    }

    @Override
    public String toString() {
        return "RandomTokenAuthenticator[caller=" + caller.name() + "]";
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
