package dev.usher.entitlements.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An issuer's keys, and tokens as it, or somebody who would like to be it, makes them. */
public final class Tokens {
    public static final String ISSUER = "https://issuer.test/realm";
    public static final String AUDIENCE = "usher";
    public static final Instant NOW = Instant.parse("2026-03-02T08:30:00Z");

    public static final RSAKey RSA = rsa("rsa-1");
    public static final RSAKey NEXT_RSA = rsa("rsa-2");
    public static final RSAKey FOREIGN_RSA = rsa("foreign");
    public static final ECKey EC = ec("ec-1");

    private Tokens() {}

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey ec(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** The public keys as an issuer publishes them. */
    public static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toPublicJWKSet().toString();
    }

    public static JwtConfig config(JwksLocation keys) {
        return new JwtConfig(
                ISSUER,
                AUDIENCE,
                keys,
                Duration.ofMinutes(5),
                Duration.ofHours(4),
                Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256),
                Duration.ofSeconds(30),
                new ClaimPath("roles"),
                Arrays.stream(Role.values()).collect(Collectors.toMap(Role::text, Function.identity())),
                new ClaimPath("sub"));
    }

    public static JsonObject header(String alg, String kid) {
        return new JsonObject().put("typ", "at+jwt").put("alg", alg).put("kid", kid);
    }

    /** Valid for five minutes from {@code now}. */
    public static JsonObject claims(Instant now, String... roles) {
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", "svc-login")
                .put("iat", now.getEpochSecond())
                .put("exp", now.plusSeconds(300).getEpochSecond())
                .put("roles", new JsonArray(List.of(roles)));
    }

    /** A token that an issuer with this key would make. */
    public static String valid(JWK key, Instant now, String... roles) {
        return sign(header(key instanceof RSAKey ? "RS256" : "ES256", key.getKeyID()), claims(now, roles), key);
    }

    /** Signed with RS256 or ES256, whatever the header says. */
    public static String sign(JsonObject header, JsonObject claims, JWK key) {
        try {
            return key instanceof RSAKey rsa
                    ? sign(header, claims, new RSASSASigner(rsa), JWSAlgorithm.RS256)
                    : sign(header, claims, new ECDSASigner(key.toECKey()), JWSAlgorithm.ES256);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Signed with HS256 and these bytes as the secret. */
    public static String hmac(JsonObject header, JsonObject claims, byte[] secret) {
        try {
            return sign(header, claims, new MACSigner(secret), JWSAlgorithm.HS256);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Not signed at all. */
    public static String unsigned(JsonObject header, JsonObject claims) {
        return encode(header) + "." + encode(claims) + ".";
    }

    static String sign(JsonObject header, JsonObject claims, JWSSigner signer, JWSAlgorithm algorithm) {
        String input = encode(header) + "." + encode(claims);
        try {
            return input + "." + signer.sign(new JWSHeader(algorithm), input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String encode(JsonObject json) {
        return Base64URL.encode(json.encode()).toString();
    }

    static JwksLocation nowhere() {
        return new JwksLocation.LocalFile(Path.of("nowhere"));
    }
}
