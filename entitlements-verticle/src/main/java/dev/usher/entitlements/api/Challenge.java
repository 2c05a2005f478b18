package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.AuthenticationRefusedException;
import dev.usher.entitlements.core.Refusal.Reason;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody is told whose token is not accepted: RFC 6750 section 3.
 *
 * <p>Why it is not is told only to who holds a token that the issuer has signed: what was found wrong with it then is
 * written in it anyway. Anybody else learns nothing about keys and algorithms; the log has it.
 */
final class Challenge {
    private static final String REALM = "Bearer realm=\"usher\"";

    private static final Map<Reason, String> TOLD = Map.of(
            Reason.EXPIRED, "The token has expired.",
            Reason.NOT_YET_VALID, "The token is not valid yet; compare the clocks.",
            Reason.WRONG_ISSUER, "The token was made by another issuer than this service trusts.",
            Reason.WRONG_AUDIENCE, "The token was made for another audience than this service.");

    private Challenge() {}

    /** The value of {@code WWW-Authenticate}. */
    static String header(Throwable failure) {
        Optional<Reason> reason = reason(failure).filter(refused -> refused != Reason.MISSING);
        return reason.map(refused -> REALM + ", error=\"invalid_token\"").orElse(REALM)
                + reason.map(TOLD::get)
                        .map(text -> ", error_description=\"" + text + "\"")
                        .orElse("");
    }

    /** One more sentence for the problem's detail; empty if there is nothing to tell. */
    static Optional<String> detail(Throwable failure) {
        return reason(failure).map(TOLD::get);
    }

    private static Optional<Reason> reason(Throwable failure) {
        return failure instanceof AuthenticationRefusedException refused
                ? Optional.of(refused.reason())
                : Optional.empty();
    }
}
