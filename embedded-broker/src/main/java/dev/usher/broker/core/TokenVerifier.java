package dev.usher.broker.core;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Stands for an OAuth profile and the identity provider behind it: whom a token speaks for. */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * Whom a token is for.
     *
     * @param username the client username, as PubSub+ takes it from the claim that {@code usernameClaimName} names
     * @param expires when the token ends; the connection ends then too (SEMP v2 config, {@code
     *     disconnectOnTokenExpirationEnabled}, by default true)
     */
    record Holder(String username, Instant expires) {
        public Holder {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(expires, "expires");
        }
    }

    /**
     * Empty for a token that is not accepted. Whether it has expired the broker looks itself.
     *
     * @param issuer as the client names it; empty if it does not
     */
    Optional<Holder> verify(String accessToken, String issuer);
}
