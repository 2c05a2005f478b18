package dev.usher.entitlements.auth;

import dev.usher.entitlements.core.Refusal.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a token must be to be accepted, and what it then says about its holder. */
final class TokenRules {
    /** 9999-12-31: what is later is no date but a mistake. */
    private static final double LAST_SECOND = 253_402_300_799d;

    /** It ends up in the log and the ledger. */
    private static final Pattern CALLER = Pattern.compile("[^\\p{Cntrl}\\p{Zl}\\p{Zp}]{1,128}");

    private final JwtConfig config;
    private final Clock clock;

    TokenRules(JwtConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * Who holds the token.
     *
     * @throws AuthenticationRefusedException the signature first, so that nothing is said about what nobody has signed;
     *     then issuer, audience and times
     */
    Identity accept(UnverifiedToken token, KeySet keys) {
        require(keys.knows(token.kid(), token.algorithm()), Reason.UNKNOWN_KEY);
        require(keys.verifies(token.kid(), token.algorithm(), token.signed(), token.signature()), Reason.BAD_SIGNATURE);
        Map<String, Object> claims = token.claims();
        require(config.issuer().equals(claims.get("iss")), Reason.WRONG_ISSUER);
        require(texts(claims.get("aud"), false).anyMatch(config.audience()::equals), Reason.WRONG_AUDIENCE);
        checkTimes(claims);
        String name = config.callerClaim()
                .in(claims)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> CALLER.matcher(text).matches() && !text.isBlank())
                .orElseThrow(() -> new AuthenticationRefusedException(Reason.MALFORMED));
        return new Identity(name, roles(claims));
    }

    private void checkTimes(Map<String, Object> claims) {
        Instant expires = time(claims, "exp").orElseThrow(() -> new AuthenticationRefusedException(Reason.MALFORMED));
        Instant latest = clock.instant().plus(config.clockSkew());
        for (String claim : new String[] {"nbf", "iat"}) {
            require(time(claims, claim).map(begin -> !begin.isAfter(latest)).orElse(true), Reason.NOT_YET_VALID);
        }
        require(clock.instant().isBefore(expires.plus(config.clockSkew())), Reason.EXPIRED);
    }

    private static Optional<Instant> time(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            return Optional.empty();
        }
        double seconds = value instanceof Number number ? number.doubleValue() : Double.NaN;
        require(seconds >= 0 && seconds <= LAST_SECOND, Reason.MALFORMED);
        return Optional.of(Instant.ofEpochSecond((long) seconds));
    }

    private Set<Role> roles(Map<String, Object> claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        config.rolesClaim().in(claims).stream()
                .flatMap(value -> texts(value, true))
                .map(config.roles()::get)
                .filter(Objects::nonNull)
                .forEach(roles::add);
        return roles;
    }

    /** A list of texts, or one text, which may be several; anything else says nothing. */
    private static Stream<String> texts(Object value, boolean separatedBySpace) {
        if (value instanceof Collection<?> several) {
            return several.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        if (value instanceof String one) {
            return separatedBySpace ? Arrays.stream(one.split(" ", -1)) : Stream.of(one);
        }
        return Stream.empty();
    }

    private static void require(boolean condition, Reason otherwise) {
        if (!condition) {
            throw new AuthenticationRefusedException(otherwise);
        }
    }
}
