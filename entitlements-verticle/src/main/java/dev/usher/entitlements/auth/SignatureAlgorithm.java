package dev.usher.entitlements.auth;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a token may be signed: RFC 7518 section 3.1, asymmetric only. {@code none} and {@code HS…} are not among them, so
 * nothing can allow them: with {@code HS…} whoever has the public key could sign.
 */
public enum SignatureAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    PS512,
    ES256,
    ES384,
    ES512;

    JWSAlgorithm jws() {
        return JWSAlgorithm.parse(name());
    }

    /** The algorithm of exactly this name; empty if there is none. */
    static Optional<SignatureAlgorithm> find(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }

    /**
     * The algorithm of exactly this name.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static SignatureAlgorithm parse(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("is not one of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
