package dev.usher.entitlements.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The public keys of an issuer that can verify signatures, by {@code kid}. Which algorithms a key verifies is a property of
 * the key, never of the token. Immutable.
 */
final class KeySet {
    private static final int MIN_RSA_BITS = 2048;
    private static final int MAX_KEYS = 200;

    private static final Map<Curve, SignatureAlgorithm> CURVES = Map.of(
            Curve.P_256, SignatureAlgorithm.ES256,
            Curve.P_384, SignatureAlgorithm.ES384,
            Curve.P_521, SignatureAlgorithm.ES512);

    private record Key(Set<SignatureAlgorithm> algorithms, JWSVerifier verifier) {}

    private final Map<String, List<Key>> byKid;

    private KeySet(Map<String, List<Key>> byKid) {
        this.byKid = byKid;
    }

    /**
     * Reads a JSON Web Key Set. Keys that can not verify, or must not, are left out: symmetric ones, those for encryption,
     * RSA below 2048 bits, those without {@code kid}, and what is no key at all. So the set may be empty.
     *
     * @throws IllegalArgumentException if it is no key set
     */
    static KeySet parse(String text) {
        if (!(Json.object(text).get("keys") instanceof List<?> keys) || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("not a JSON Web Key Set: no list of up to " + MAX_KEYS + " keys");
        }
        Map<String, List<Key>> byKid = new HashMap<>();
        for (Object key : keys) {
            if (key instanceof Map<?, ?> object) {
                add(Json.named(object), byKid);
            }
        }
        return new KeySet(byKid);
    }

    private static void add(Map<String, Object> object, Map<String, List<Key>> byKid) {
        try {
            JWK jwk = JWK.parse(object);
            boolean forSignatures = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
            boolean verifies =
                    jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
            if (jwk.getKeyID() == null || !forSignatures || !verifies) {
                return;
            }
            Set<SignatureAlgorithm> algorithms = algorithms(jwk);
            if (jwk.getAlgorithm() != null) {
                algorithms.removeIf(
                        algorithm -> !algorithm.name().equals(jwk.getAlgorithm().getName()));
            }
            if (!algorithms.isEmpty()) {
                byKid.computeIfAbsent(jwk.getKeyID(), kid -> new ArrayList<>()).add(new Key(algorithms, verifier(jwk)));
            }
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            // One key that we cannot read does not take the others away; tokens signed with it are refused.
            return;
        }
    }

    private static Set<SignatureAlgorithm> algorithms(JWK jwk) {
        if (jwk instanceof RSAKey rsa && rsa.size() >= MIN_RSA_BITS) {
            return EnumSet.range(SignatureAlgorithm.RS256, SignatureAlgorithm.PS512);
        }
        if (jwk instanceof ECKey ec && CURVES.containsKey(ec.getCurve())) {
            return EnumSet.of(CURVES.get(ec.getCurve()));
        }
        return EnumSet.noneOf(SignatureAlgorithm.class);
    }

    private static JWSVerifier verifier(JWK jwk) throws JOSEException {
        return jwk instanceof RSAKey rsa
                ? new RSASSAVerifier(rsa.toRSAPublicKey())
                : new ECDSAVerifier(jwk.toECKey().toECPublicKey());
    }

    /** The names of the keys, in order. */
    Set<String> kids() {
        return new TreeSet<>(byKid.keySet());
    }

    /** Whether there is a key of that name for that algorithm. */
    boolean knows(String kid, SignatureAlgorithm algorithm) {
        return byKid.getOrDefault(kid, List.of()).stream()
                .anyMatch(key -> key.algorithms().contains(algorithm));
    }

    /** Whether the signature is that of the key of that name, made with that algorithm. */
    boolean verifies(String kid, SignatureAlgorithm algorithm, byte[] signed, Base64URL signature) {
        return byKid.getOrDefault(kid, List.of()).stream()
                .filter(key -> key.algorithms().contains(algorithm))
                .anyMatch(key -> verifies(key.verifier(), algorithm, signed, signature));
    }

    private static boolean verifies(
            JWSVerifier verifier, SignatureAlgorithm algorithm, byte[] signed, Base64URL signature) {
        try {
            // A header of our own: nothing else in the token's header has a say in how it is verified.
            return verifier.verify(new JWSHeader(algorithm.jws()), signed, signature);
        } catch (JOSEException e) {
            return false;
        }
    }
}
