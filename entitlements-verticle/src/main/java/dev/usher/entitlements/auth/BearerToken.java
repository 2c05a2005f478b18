package dev.usher.entitlements.auth;

import dev.usher.entitlements.core.Refusal.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bearer token in an {@code Authorization} header, RFC 6750 section 2.1. */
final class BearerToken {
    /** The scheme in any case (RFC 9110 section 11.1), blanks, and the characters of a {@code b64token}. */
    private static final Pattern HEADER = Pattern.compile("bearer +([A-Za-z0-9._~+/-]+=*) *", Pattern.CASE_INSENSITIVE);

    private BearerToken() {}

    /**
     * The token, not looked at any further.
     *
     * @throws AuthenticationRefusedException {@link Reason#MISSING} without a header, {@link Reason#MALFORMED} for anything
     *     but a bearer token
     */
    static String of(String authorizationHeader) {
        if (authorizationHeader == null) {
            throw new AuthenticationRefusedException(Reason.MISSING);
        }
        Matcher header = HEADER.matcher(authorizationHeader);
        if (!header.matches()) {
            throw new AuthenticationRefusedException(Reason.MALFORMED);
        }
        return header.group(1);
    }
}
