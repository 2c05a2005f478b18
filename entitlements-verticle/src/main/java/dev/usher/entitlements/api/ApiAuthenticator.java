package dev.usher.entitlements.api;

import java.util.Optional;

/** Decides who a request comes from. Called on the event loop for every request; must not block. */
@FunctionalInterface
public interface ApiAuthenticator {
    /**
     * The name of the caller, for the ledger and the log.
     *
     * @param authorizationHeader the value of the one {@code Authorization} header; null if there is none
     * @return empty to refuse
     */
    Optional<String> authenticate(String authorizationHeader);
}
