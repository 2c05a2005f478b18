package dev.usher.entitlements.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are accepted, and what the others are refused for. */
class TokenRulesTest {
    private static final Instant NOW = Tokens.NOW;
    private static final KeySet KEYS = KeySet.parse(Tokens.jwks(Tokens.RSA, Tokens.NEXT_RSA, Tokens.EC));
    private static final JwtConfig CONFIG = Tokens.config(Tokens.nowhere());
    private static final String VALID = Tokens.valid(Tokens.RSA, NOW, "admin", "auditor");

    @Test
    void aTokenOfTheIssuerIsAccepted() {
        assertThat(accept(VALID)).isEqualTo(new Identity("svc-login", Set.of(Role.ADMIN, Role.AUDITOR)));
        assertThat(accept(Tokens.valid(Tokens.EC, NOW, "operator")).roles()).containsExactly(Role.OPERATOR);
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                claim(Reason.EXPIRED, c -> c.put("exp", at(-30))),
                claim(Reason.EXPIRED, c -> c.put("exp", 0)),
                claim(Reason.MALFORMED, c -> c.remove("exp")),
                claim(Reason.MALFORMED, c -> c.putNull("exp")),
                claim(Reason.MALFORMED, c -> c.put("exp", "4102444800")),
                claim(Reason.MALFORMED, c -> c.put("exp", 1e300)),
                claim(Reason.MALFORMED, c -> c.put("exp", Long.MAX_VALUE)),
                claim(Reason.MALFORMED, c -> c.put("exp", -1)),
                claim(Reason.MALFORMED, c -> c.put("exp", true)),
                claim(Reason.NOT_YET_VALID, c -> c.put("nbf", at(31))),
                claim(Reason.NOT_YET_VALID, c -> c.put("iat", at(31))),
                claim(Reason.MALFORMED, c -> c.put("nbf", "soon")),
                claim(Reason.WRONG_ISSUER, c -> c.put("iss", Tokens.ISSUER + "/")),
                claim(Reason.WRONG_ISSUER, c -> c.put("iss", Tokens.ISSUER.toUpperCase(java.util.Locale.ROOT))),
                claim(Reason.WRONG_ISSUER, c -> c.put("iss", new JsonArray().add(Tokens.ISSUER))),
                claim(Reason.WRONG_ISSUER, c -> c.remove("iss")),
                claim(Reason.WRONG_AUDIENCE, c -> c.put("aud", "usher2")),
                claim(Reason.WRONG_AUDIENCE, c -> c.put("aud", "other usher")),
                claim(Reason.WRONG_AUDIENCE, c -> c.put("aud", new JsonArray().add("other"))),
                claim(Reason.WRONG_AUDIENCE, c -> c.put("aud", new JsonObject().put("usher", true))),
                claim(Reason.WRONG_AUDIENCE, c -> c.remove("aud")),
                claim(Reason.MALFORMED, c -> c.remove("sub")),
                claim(Reason.MALFORMED, c -> c.put("sub", " ")),
                claim(Reason.MALFORMED, c -> c.put("sub", "a\nb")),
                claim(Reason.MALFORMED, c -> c.put("sub", "x".repeat(129))),
                claim(Reason.MALFORMED, c -> c.put("sub", 7)));
    }

    private static Arguments claim(Reason reason, Consumer<JsonObject> change) {
        JsonObject claims = Tokens.claims(NOW, "admin");
        change.accept(claims);
        return Arguments.of(reason, claims);
    }

    private static long at(long seconds) {
        return NOW.plusSeconds(seconds).getEpochSecond();
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void whatTheIssuerSignedMustBeForUsAndForNow(Reason reason, JsonObject claims) {
        assertThat(refusal(Tokens.sign(Tokens.header("RS256", "rsa-1"), claims, Tokens.RSA)))
                .isEqualTo(reason);
    }

    @Test
    void bothClocksMayBeOffByTheSkew() {
        JsonObject late = Tokens.claims(NOW, "admin").put("exp", at(-29));
        JsonObject early = Tokens.claims(NOW, "admin").put("nbf", at(30)).put("iat", at(30));

        assertThat(accept(sign(late)).name()).isEqualTo("svc-login");
        assertThat(accept(sign(early)).name()).isEqualTo("svc-login");
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        JsonArray audiences = new JsonArray().add("other").add(Tokens.AUDIENCE);

        assertThat(accept(sign(Tokens.claims(NOW).put("aud", audiences))).roles())
                .isEmpty();
    }

    /** RFC 8725 section 3.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "none", "None", "NONE", "nOnE", "none ", "", "HS256", "hs256", "rs256", "RS256 ", "ES256K", "EdDSA"
            })
    void anotherAlgorithmIsRefusedHoweverItIsSpelled(String alg) {
        JsonObject header = Tokens.header(alg, "rsa-1");
        Reason expected = alg.isEmpty() ? Reason.MALFORMED : Reason.UNSUPPORTED_ALGORITHM;

        assertThat(refusal(Tokens.unsigned(header, Tokens.claims(NOW, "admin"))))
                .isEqualTo(expected);
        assertThat(refusal(Tokens.sign(header, Tokens.claims(NOW, "admin"), Tokens.RSA)))
                .isEqualTo(expected);
    }

    @Test
    void withoutASignatureNothingIsSigned() {
        JsonObject claims = Tokens.claims(NOW, "admin");

        assertThat(refusal(Tokens.unsigned(Tokens.header("RS256", "rsa-1"), claims)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(refusal(Tokens.unsigned(Tokens.header("ES256", "ec-1"), claims)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        // ECDSA with r = s = 0 verified anything in some releases of Java 17 (CVE-2022-21449).
        String zeros = Base64URL.encode(new byte[64]).toString();
        assertThat(refusal(Tokens.unsigned(Tokens.header("ES256", "ec-1"), claims) + zeros))
                .isEqualTo(Reason.BAD_SIGNATURE);
    }

    /** The public key is no secret: who signs with it as if it were one is not the issuer. */
    @Test
    void thePublicKeyAsASecretSignsNothing() throws JOSEException {
        JsonObject claims = Tokens.claims(NOW, "admin");
        List<byte[]> secrets = List.of(
                Tokens.RSA.toRSAPublicKey().getEncoded(),
                Tokens.RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
                Tokens.RSA.getModulus().decode());

        assertThat(secrets).allSatisfy(secret -> {
            assertThat(refusal(Tokens.hmac(Tokens.header("HS256", "rsa-1"), claims, secret)))
                    .isEqualTo(Reason.UNSUPPORTED_ALGORITHM);
            assertThat(refusal(Tokens.hmac(Tokens.header("RS256", "rsa-1"), claims, secret)))
                    .isEqualTo(Reason.BAD_SIGNATURE);
        });
    }

    @Test
    void aKeyIsOnlyGoodUnderItsOwnName() {
        JsonObject claims = Tokens.claims(NOW, "admin");

        assertThat(refusal(Tokens.sign(Tokens.header("RS256", "rsa-2"), claims, Tokens.RSA)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(refusal(Tokens.sign(Tokens.header("RS256", "foreign"), claims, Tokens.FOREIGN_RSA)))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(refusal(Tokens.sign(Tokens.header("RS256", "rsa-1"), claims, Tokens.FOREIGN_RSA)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        // An RSA key for an elliptic curve's algorithm, and the other way round.
        assertThat(refusal(Tokens.sign(Tokens.header("ES256", "rsa-1"), claims, Tokens.RSA)))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(refusal(Tokens.sign(Tokens.header("RS256", "ec-1"), claims, Tokens.EC)))
                .isEqualTo(Reason.UNKNOWN_KEY);
    }

    @Test
    void keysThatATokenBringsAlongAreNotLookedAt() {
        JsonObject foreign = new JsonObject(Tokens.FOREIGN_RSA.toPublicJWK().toJSONString());
        JsonObject header = Tokens.header("RS256", "rsa-1")
                .put("jwk", foreign)
                .put("jku", "http://127.0.0.1:1/keys")
                .put("x5u", "http://127.0.0.1:1/cert")
                .put("x5c", new JsonArray().add("MIIB"));

        assertThat(refusal(Tokens.sign(header, Tokens.claims(NOW, "admin"), Tokens.FOREIGN_RSA)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(refusal(Tokens.sign(
                        header.copy().put("kid", "foreign"), Tokens.claims(NOW, "admin"), Tokens.FOREIGN_RSA)))
                .isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(accept(Tokens.sign(header, Tokens.claims(NOW, "admin"), Tokens.RSA))
                        .roles())
                .containsExactly(Role.ADMIN);
    }

    static Stream<JsonObject> wrongHeaders() {
        JsonObject header = Tokens.header("RS256", "rsa-1");
        return Stream.of(
                header.copy().put("crit", new JsonArray().add("b64")).put("b64", false),
                header.copy().put("crit", new JsonArray()),
                header.copy().putNull("crit"),
                header.copy().put("typ", "logout+jwt"),
                header.copy().put("typ", "dpop+jwt"),
                header.copy().put("typ", 1),
                header.copy().put("kid", 1),
                header.copy().put("alg", 256),
                without(header, "alg"),
                without(header, "kid"));
    }

    private static JsonObject without(JsonObject header, String name) {
        JsonObject copy = header.copy();
        copy.remove(name);
        return copy;
    }

    @ParameterizedTest
    @MethodSource("wrongHeaders")
    void aHeaderThatWeDoNotUnderstandIsRefusedAlsoWhenSigned(JsonObject header) {
        assertThat(refusal(Tokens.sign(header, Tokens.claims(NOW, "admin"), Tokens.RSA)))
                .isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
    void theTypeOfATokenIsAccepted(String type) {
        JsonObject header = Tokens.header("RS256", "rsa-1").put("typ", type);

        assertThat(accept(Tokens.sign(header, Tokens.claims(NOW, "admin"), Tokens.RSA))
                        .name())
                .isEqualTo("svc-login");
    }

    static Stream<String> noTokens() {
        String[] parts = VALID.split("\\.");
        String twice = Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"kid\":\"rsa-2\"}")
                .toString();
        return Stream.of(
                "x",
                "a.b",
                "..",
                VALID + ".",
                VALID + "." + parts[2],
                "." + VALID,
                parts[0] + "=." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2] + "=",
                "A" + "." + parts[1] + "." + parts[2],
                twice + "." + parts[1] + "." + parts[2],
                Base64URL.encode("[]") + "." + parts[1] + "." + parts[2],
                Base64URL.encode("null") + "." + parts[1] + "." + parts[2],
                Base64URL.encode("{\"a\":".repeat(1200)) + "." + parts[1] + "." + parts[2],
                VALID + "A".repeat(UnverifiedToken.MAX_CHARS));
    }

    @ParameterizedTest
    @MethodSource("noTokens")
    void whatIsNoTokenIsRefused(String text) {
        assertThat(refusal(text)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void signedClaimsThatAreNoObjectAreRefused() throws JOSEException {
        for (String payload : List.of("[]", "null", "7", "{", "{\"exp\":1,\"exp\":4102444800}")) {
            String input = Tokens.encode(Tokens.header("RS256", "rsa-1")) + "." + Base64URL.encode(payload);
            Base64URL signature = new RSASSASigner(Tokens.RSA)
                    .sign(
                            new com.nimbusds.jose.JWSHeader(JWSAlgorithm.RS256),
                            input.getBytes(StandardCharsets.US_ASCII));

            assertThat(refusal(input + "." + signature)).as(payload).isEqualTo(Reason.MALFORMED);
        }
    }

    /** Also one that only changes the spelling of the same bytes. */
    @Property(tries = 1500)
    boolean aTokenWithOneBitFlippedIsRefused(@ForAll @IntRange(max = 100_000) int place, @ForAll boolean curve) {
        byte[] token = (curve ? Holder.EC : VALID).getBytes(StandardCharsets.US_ASCII);
        int bit = place % (token.length * 8);
        token[bit / 8] ^= (byte) (1 << (bit % 8));

        return outcome(new String(token, StandardCharsets.ISO_8859_1)).isPresent();
    }

    /** The last character of a signature has bits that mean nothing: all of them, not only those that chance finds. */
    @Test
    void noOtherSpellingOfTheSignatureIsAccepted() {
        String stem = VALID.substring(0, VALID.length() - 1);
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .filter(last -> last != VALID.charAt(VALID.length() - 1))
                .forEach(last -> assertThat(outcome(stem + (char) last)).isPresent());
    }

    private static final class Holder {
        private static final String EC = Tokens.valid(Tokens.EC, NOW, "admin");
    }

    @ParameterizedTest
    @CsvSource({
        "roles, '{\"roles\":[\"admin\",\"nonsense\",7,null,\"operator\"]}', 'ADMIN OPERATOR'",
        "roles, '{\"roles\":\"auditor admin\"}', 'ADMIN AUDITOR'",
        "scope, '{\"scope\":\"openid auth-service\"}', 'AUTH_SERVICE'",
        "realm_access.roles, '{\"realm_access\":{\"roles\":[\"admin\"]}}', 'ADMIN'",
        "realm_access.roles, '{\"realm_access\":[\"admin\"]}', ''",
        "https://x.test/roles, '{\"https://x.test/roles\":[\"admin\"]}', 'ADMIN'",
        "roles, '{\"roles\":{\"admin\":true}}', ''",
        "roles, '{\"roles\":[\"Admin\",\"ADMIN\",\" admin\"]}', ''",
        "roles, '{\"roles\":\"admin,operator\"}', ''",
        "roles, '{}', ''"
    })
    void rolesStandWhereTheConfigurationSays(String path, String more, String expected) {
        JwtConfig config = with(new ClaimPath(path), CONFIG.roles());
        JsonObject claims = Tokens.claims(NOW);
        claims.remove("roles");
        claims.mergeIn(new JsonObject(more));

        Set<Role> roles = accept(config, sign(claims)).roles();

        assertThat(roles.stream().map(Enum::name))
                .isEqualTo(Stream.of(expected.split(" "))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    @Test
    void namesOfRolesAreMapped() {
        JwtConfig config = with(CONFIG.rolesClaim(), Map.of("Market Data Admins", Role.ADMIN));
        JsonObject claims = Tokens.claims(NOW, "Market Data Admins", "admin", "operator");

        assertThat(accept(config, sign(claims)).roles()).containsExactly(Role.ADMIN);
        assertThat(accept(config, sign(Tokens.claims(NOW, "admin"))).roles()).isEmpty();
    }

    @Test
    void keysThatMustNotVerifyAreLeftOut() throws Exception {
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        RSAKey forEncryption = new RSAKey.Builder(Tokens.RSA.toRSAPublicKey())
                .keyID("enc")
                .keyUse(com.nimbusds.jose.jwk.KeyUse.ENCRYPTION)
                .build();
        RSAKey otherAlgorithm = new RSAKey.Builder(Tokens.RSA.toRSAPublicKey())
                .keyID("ps")
                .algorithm(JWSAlgorithm.PS256)
                .build();
        RSAKey nameless = new RSAKey.Builder(Tokens.RSA.toRSAPublicKey()).build();
        JsonObject jwks = new JsonObject(Tokens.jwks(weak, forEncryption, otherAlgorithm, nameless));
        jwks.getJsonArray("keys")
                .add(new JsonObject().put("kty", "oct").put("kid", "secret").put("k", "AAAA"))
                .add(new JsonObject().put("kty", "new").put("kid", "new"))
                .add("no key");

        KeySet keys = KeySet.parse(jwks.encode());

        assertThat(keys.kids()).containsExactly("ps");
        assertThat(keys.knows("ps", SignatureAlgorithm.PS256)).isTrue();
        assertThat(keys.knows("ps", SignatureAlgorithm.RS256)).isFalse();
    }

    private static JwtConfig with(ClaimPath rolesClaim, Map<String, Role> roles) {
        return new JwtConfig(
                CONFIG.issuer(),
                CONFIG.audience(),
                CONFIG.keys(),
                CONFIG.refresh(),
                CONFIG.maxAge(),
                CONFIG.algorithms(),
                Duration.ofSeconds(30),
                rolesClaim,
                roles,
                CONFIG.callerClaim());
    }

    private static String sign(JsonObject claims) {
        return Tokens.sign(Tokens.header("RS256", "rsa-1"), claims, Tokens.RSA);
    }

    private static Identity accept(String token) {
        return accept(CONFIG, token);
    }

    private static Identity accept(JwtConfig config, String token) {
        return new TokenRules(config, Clock.fixed(NOW, ZoneOffset.UTC))
                .accept(UnverifiedToken.parse(token, config.algorithms()), KEYS);
    }

    private static Reason refusal(String token) {
        return outcome(token).orElseThrow(() -> new AssertionError("accepted"));
    }

    /** Why it is refused; empty if it is not. Anything but a refusal is a fault. */
    private static Optional<Reason> outcome(String token) {
        try {
            accept(BearerToken.of("Bearer " + token));
            return Optional.empty();
        } catch (AuthenticationRefusedException e) {
            return Optional.of(e.reason());
        }
    }
}
