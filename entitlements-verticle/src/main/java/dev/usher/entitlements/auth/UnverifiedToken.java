package dev.usher.entitlements.auth;

import com.nimbusds.jose.util.Base64URL;
import dev.usher.entitlements.core.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A signed JWT in compact form (RFC 7515 section 3.1) of which only the header was read: enough to know which key to verify it
 * with. Nothing else in it is looked at before it is verified.
 *
 * @param kid the name of the key
 * @param algorithm one of those that are allowed
 * @param signed what was signed
 * @param payload the claims, encoded
 */
record UnverifiedToken(String kid, SignatureAlgorithm algorithm, byte[] signed, String payload, Base64URL signature) {
    /** Longer ones are not looked at. */
    static final int MAX_CHARS = 8 * 1024;

    /** RFC 9068 section 2.1 and RFC 7519 section 5.1; anything else is some other kind of token, say for logging out. */
    private static final Set<String> TYPES = Set.of("at+jwt", "jwt");

    /**
     * Reads the header.
     *
     * @throws AuthenticationRefusedException {@link Reason#MALFORMED} if it is no signed JWT, of another type, without
     *     {@code kid}, or with {@code crit}, since we understand no extension; {@link Reason#UNSUPPORTED_ALGORITHM} if it is
     *     signed in a way that is not allowed, or not signed
     */
    static UnverifiedToken parse(String token, Set<SignatureAlgorithm> allowed) {
        if (token.length() > MAX_CHARS) {
            throw new AuthenticationRefusedException(Reason.MALFORMED);
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new AuthenticationRefusedException(Reason.MALFORMED);
        }
        Map<String, Object> header = object(parts[0]);
        SignatureAlgorithm algorithm = SignatureAlgorithm.find(text(header, "alg"))
                .filter(allowed::contains)
                .orElseThrow(() -> new AuthenticationRefusedException(Reason.UNSUPPORTED_ALGORITHM));
        if (header.containsKey("crit") || !typeIsAccepted(header.get("typ"))) {
            throw new AuthenticationRefusedException(Reason.MALFORMED);
        }
        decode(parts[2]);
        return new UnverifiedToken(
                text(header, "kid"),
                algorithm,
                (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                parts[1],
                new Base64URL(parts[2]));
    }

    /** The claims; for a token that is verified. */
    Map<String, Object> claims() {
        return object(payload);
    }

    private static boolean typeIsAccepted(Object type) {
        if (type == null) {
            return true;
        }
        String name = String.valueOf(type).toLowerCase(Locale.ROOT);
        return TYPES.contains(name.startsWith("application/") ? name.substring("application/".length()) : name);
    }

    private static String text(Map<String, Object> header, String name) {
        if (header.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new AuthenticationRefusedException(Reason.MALFORMED);
    }

    private static Map<String, Object> object(String encoded) {
        try {
            return Json.object(decode(encoded));
        } catch (IllegalArgumentException e) {
            throw new AuthenticationRefusedException(Reason.MALFORMED);
        }
    }

    /** In the one spelling there is: decoders take others for the same, and a token changed on its way would pass. */
    private static byte[] decode(String encoded) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(encoded);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(encoded)) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            throw new AuthenticationRefusedException(Reason.MALFORMED);
        }
        throw new AuthenticationRefusedException(Reason.MALFORMED);
    }
}
