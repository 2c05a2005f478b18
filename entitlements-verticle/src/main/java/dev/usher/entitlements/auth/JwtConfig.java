package dev.usher.entitlements.auth;

import dev.usher.runtime.config.ConfigReader;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whose tokens are accepted.
 *
 * @param issuer what {@code iss} must be, exactly
 * @param audience what {@code aud} must be or contain, exactly
 * @param keys where the issuer's public keys are
 * @param refresh after which the keys are read again
 * @param maxAge after which keys that could not be read again are no longer trusted, and everybody is refused
 * @param algorithms how tokens may be signed
 * @param clockSkew by how much the issuer's clock may differ from ours
 * @param rolesClaim where the roles stand: a list of texts, or one text with spaces between
 * @param roles what stands there, and the role it gives; anything else gives none
 * @param callerClaim where the caller's name stands
 */
public record JwtConfig(
        String issuer,
        String audience,
        JwksLocation keys,
        Duration refresh,
        Duration maxAge,
        Set<SignatureAlgorithm> algorithms,
        Duration clockSkew,
        ClaimPath rolesClaim,
        Map<String, Role> roles,
        ClaimPath callerClaim) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** Checks that it lets somebody in, and not for longer than anybody would want. */
    public JwtConfig {
        if (issuer == null || issuer.isBlank()) {
            throw new IllegalArgumentException("issuer must not be empty");
        }
        if (audience == null || audience.isBlank()) {
            throw new IllegalArgumentException("audience must not be empty");
        }
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new IllegalArgumentException("clockSkew " + clockSkew + " is not between 0s and 5m");
        }
        if (refresh.isNegative() || refresh.isZero() || refresh.compareTo(maxAge) >= 0) {
            throw new IllegalArgumentException("jwksRefresh must be less than jwksMaxAge, or keys expire unread");
        }
        Objects.requireNonNull(keys, "keys");
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("algorithms is empty; name at least one");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("roles is empty; nobody could do anything");
        }
        algorithms = Set.copyOf(algorithms);
        roles = Map.copyOf(roles);
    }

    /** Reads the node {@code jwt}. */
    public static JwtConfig from(ConfigReader reader) {
        return reader.check(() -> new JwtConfig(
                reader.string("issuer"),
                reader.string("audience"),
                keys(reader),
                reader.duration("jwksRefresh", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(1)),
                reader.duration("jwksMaxAge", Duration.ofHours(4), Duration.ofSeconds(2), Duration.ofDays(1)),
                Set.copyOf(reader.parsedList(
                        "algorithms",
                        SignatureAlgorithm::parse,
                        List.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256))),
                reader.duration("clockSkew", Duration.ofSeconds(30), Duration.ZERO, MAX_SKEW),
                new ClaimPath(reader.string("rolesClaim", "roles")),
                roles(reader),
                new ClaimPath(reader.string("callerClaim", "sub"))));
    }

    private static JwksLocation keys(ConfigReader reader) {
        Optional<JwksLocation> remote =
                reader.optionalParsed("jwksUri", text -> new JwksLocation.Remote(URI.create(text)));
        Optional<JwksLocation> file = reader.optionalPath("jwksFile").map(JwksLocation.LocalFile::new);
        if (reader.has("jwksUri") == reader.has("jwksFile")) {
            reader.problem("jwksUri", "or jwksFile must say where the issuer's keys are: exactly one of the two");
        }
        return remote.or(() -> file).orElse(null);
    }

    /** Without a map, the roles' own names. */
    private static Map<String, Role> roles(ConfigReader reader) {
        Map<String, String> configured = reader.stringMap("roles");
        if (configured.isEmpty()) {
            return Arrays.stream(Role.values()).collect(Collectors.toMap(Role::text, Function.identity()));
        }
        Map<String, Role> roles = new LinkedHashMap<>();
        configured.forEach((claim, role) -> {
            try {
                roles.put(claim, Role.parse(role));
            } catch (IllegalArgumentException e) {
                reader.problem("roles", e.getMessage());
            }
        });
        return roles;
    }
}
