package dev.usher.entitlements.auth;

import io.vertx.core.Future;

/** Decides who a request comes from and what they may be. Called on the event loop for every request; must not block. */
@FunctionalInterface
public interface ApiAuthenticator {
    /**
     * Who sent this.
     *
     * <p>Completes on the context of the caller. Fails with {@link AuthenticationRefusedException}; any other failure also
     * lets nobody in.
     *
     * @param authorizationHeader the value of the one {@code Authorization} header; null if there is none
     */
    Future<Identity> authenticate(String authorizationHeader);
}
