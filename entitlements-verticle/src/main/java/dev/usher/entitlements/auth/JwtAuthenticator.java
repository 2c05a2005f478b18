package dev.usher.entitlements.auth;

import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Accepts the signed JWTs of one issuer as bearer tokens (RFC 6750, RFC 7519, RFC 9068).
 *
 * <p>Futures fail with {@link AuthenticationRefusedException}, whose reason is, in the order in which they are looked for:
 *
 * <ul>
 *   <li>{@link Reason#MISSING}: there is no {@code Authorization} header;
 *   <li>{@link Reason#MALFORMED}: it holds no bearer token; the token is longer than 8,192 characters, not three parts of
 *       base64url in its one spelling, its header no JSON object, without {@code alg} or {@code kid}, with {@code crit}, or of
 *       a {@code typ} other than {@code at+jwt} and {@code JWT};
 *   <li>{@link Reason#UNSUPPORTED_ALGORITHM}: {@code alg} is not, letter for letter, one of those configured; {@code none} and
 *       {@code HS256} never are;
 *   <li>{@link Reason#KEYS_UNAVAILABLE}: there are no keys to verify with, or they were not confirmed for too long;
 *   <li>{@link Reason#UNKNOWN_KEY}: the issuer has no key of that {@code kid} for that {@code alg}, also after asking again;
 *       keys in the token itself ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are never looked at;
 *   <li>{@link Reason#BAD_SIGNATURE}: the key did not make this signature;
 *   <li>{@link Reason#WRONG_ISSUER}, {@link Reason#WRONG_AUDIENCE}: {@code iss} is not, or {@code aud} does not contain, what
 *       is configured;
 *   <li>{@link Reason#MALFORMED} again: the claims are no JSON object, {@code exp} is missing, a time is no time, or the claim
 *       that names the caller is not a text of 1 to 128 characters without control characters;
 *   <li>{@link Reason#NOT_YET_VALID}: {@code nbf} or {@code iat} is in the future;
 *   <li>{@link Reason#EXPIRED}: {@code exp} is past. Both times allow for the configured clock skew.
 * </ul>
 *
 * <p>A token without a role of ours is accepted, and then opens nothing. Verifying takes a fraction of a millisecond and is
 * done on the event loop; fetching keys is not.
 */
public final class JwtAuthenticator implements ApiAuthenticator {
    private final JwtConfig config;
    private final TokenRules rules;
    private final KeyRing keys;

    /** Reads no keys yet. {@code clock} tells the time that tokens are valid at. */
    public JwtAuthenticator(Vertx vertx, JwtConfig config, Clock clock) {
        this(vertx, config, clock, System::nanoTime, KeyRing.PAUSE);
    }

    JwtAuthenticator(Vertx vertx, JwtConfig config, Clock clock, LongSupplier nanos, Duration pause) {
        this.config = config;
        this.rules = new TokenRules(config, clock);
        this.keys = new KeyRing(vertx, config, config.keys().open(vertx), nanos, pause);
    }

    /** Reads the keys for the first time, and goes on doing so; completes also if that fails. {@link #problem} says so then. */
    public Future<Void> open() {
        return keys.open();
    }

    /** Why everybody is refused, for readiness; empty while tokens can be verified. */
    public Optional<String> problem() {
        return keys.problem();
    }

    /** Stops reading keys; from then on everybody is refused, at the latest when the keys are too old. */
    public Future<Void> close() {
        return keys.close();
    }

    @Override
    public Future<Identity> authenticate(String authorizationHeader) {
        UnverifiedToken token;
        try {
            token = UnverifiedToken.parse(BearerToken.of(authorizationHeader), config.algorithms());
        } catch (AuthenticationRefusedException e) {
            return Future.failedFuture(e);
        }
        return keys.current()
                .compose(known ->
                        known.knows(token.kid(), token.algorithm()) ? Future.succeededFuture(known) : keys.renewed())
                .map(known -> rules.accept(token, known));
    }
}
