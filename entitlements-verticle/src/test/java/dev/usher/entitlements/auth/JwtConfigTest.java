package dev.usher.entitlements.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.runtime.config.ConfigException;
import dev.usher.runtime.config.ConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtConfigTest {
    private static final Map<String, Object> LEAST =
            Map.of("issuer", "https://issuer.test", "audience", "usher", "jwksUri", "https://issuer.test/keys");

    @Test
    void whatIsNotSaidHasADefault() {
        assertThat(read(Map.of()))
                .isEqualTo(new JwtConfig(
                        "https://issuer.test",
                        "usher",
                        new JwksLocation.Remote(URI.create("https://issuer.test/keys")),
                        Duration.ofMinutes(5),
                        Duration.ofHours(4),
                        Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256),
                        Duration.ofSeconds(30),
                        new ClaimPath("roles"),
                        Arrays.stream(Role.values()).collect(Collectors.toMap(Role::text, Function.identity())),
                        new ClaimPath("sub")));
    }

    @Test
    void everyKeyIsRead() {
        Map<String, Object> all = new HashMap<>();
        all.put("jwksUri", null);
        all.put("jwksFile", "/etc/usher/jwks.json");
        all.put("jwksRefresh", "1m");
        all.put("jwksMaxAge", "2m");
        all.put("algorithms", List.of("PS512", "ES384"));
        all.put("clockSkew", "0s");
        all.put("rolesClaim", "realm_access.roles");
        all.put("roles", Map.of("desk-admins", "admin", "login", "auth-service"));
        all.put("callerClaim", "azp");

        assertThat(read(all))
                .isEqualTo(new JwtConfig(
                        "https://issuer.test",
                        "usher",
                        new JwksLocation.LocalFile(Path.of("/etc/usher/jwks.json")),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Set.of(SignatureAlgorithm.PS512, SignatureAlgorithm.ES384),
                        Duration.ZERO,
                        new ClaimPath("realm_access.roles"),
                        Map.of("desk-admins", Role.ADMIN, "login", Role.AUTH_SERVICE),
                        new ClaimPath("azp")));
    }

    static Stream<Arguments> mistakes() {
        Map<String, Object> neither = new HashMap<>();
        neither.put("jwksUri", null);
        Map<String, Object> noIssuer = new HashMap<>();
        noIssuer.put("issuer", null);
        Map<String, Object> noAudience = new HashMap<>();
        noAudience.put("audience", null);
        return Stream.of(
                Arguments.of(neither, "jwt.jwksUri"),
                Arguments.of(noIssuer, "jwt.issuer"),
                Arguments.of(noAudience, "jwt.audience"),
                Arguments.of(Map.of("audience", " "), "jwt.audience"),
                Arguments.of(Map.of("jwksFile", "/x"), "exactly one of the two"),
                Arguments.of(Map.of("algorithms", List.of("RS256", "none")), "is not one of RS256"),
                Arguments.of(Map.of("algorithms", List.of("HS256")), "is not one of RS256"),
                Arguments.of(Map.of("algorithms", List.of("rs256")), "is not one of RS256"),
                Arguments.of(Map.of("algorithms", List.of()), "jwt.algorithms"),
                Arguments.of(Map.of("clockSkew", "6m"), "jwt.clockSkew"),
                Arguments.of(Map.of("jwksMaxAge", "2d"), "jwt.jwksMaxAge"),
                Arguments.of(Map.of("jwksRefresh", "10m", "jwksMaxAge", "10m"), "jwksRefresh must be less"),
                Arguments.of(Map.of("roles", Map.of("x", "root")), "role root is not one of auth-service"),
                Arguments.of(Map.of("rolesClaim", ""), "jwt.rolesClaim"),
                Arguments.of(Map.of("algorithm", "RS256"), "jwt.algorithm"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsNamed(Map<String, Object> changes, String problem) {
        assertThatThrownBy(() -> read(changes))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.test/keys",
                "http://localhost.issuer.test/keys",
                "http://127.0.0.1.issuer.test/keys",
                "http://10.0.0.1/keys",
                "http://[::2]/keys",
                "ftp://issuer.test/keys",
                "file:///etc/keys",
                "https:keys",
                "https://user@issuer.test/keys",
                "https://issuer.test/keys#x",
                "keys"
            })
    void keysThatAnybodyCouldReplaceAreNotConfigured(String uri) {
        assertThatThrownBy(() -> read(Map.of("jwksUri", uri)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("jwt.jwksUri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8080/keys", "http://127.0.0.1/keys", "http://[::1]:1/k", "HTTPS://a.test"})
    void onLoopbackNobodyIsInBetween(String uri) {
        assertThat(read(Map.of("jwksUri", uri)).keys()).isEqualTo(new JwksLocation.Remote(URI.create(uri)));
    }

    private static JwtConfig read(Map<String, Object> changes) {
        Map<String, Object> jwt = new HashMap<>(LEAST);
        jwt.putAll(changes);
        return ConfigReader.read(Map.of("jwt", jwt), Map.of(), top -> JwtConfig.from(top.node("jwt")));
    }
}
