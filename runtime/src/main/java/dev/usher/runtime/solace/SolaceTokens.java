package dev.usher.runtime.solace;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The access tokens of one connection configuration, shared by the sessions that are made with it, so that several sessions of
 * one service ask the token endpoint as often as one. Empty for ways to log in that need none. It needs no closing: the last
 * session that closes ends it, and no session is to be created with it afterwards.
 */
public final class SolaceTokens {

    private final Optional<TokenKeeper> keeper;

    private SolaceTokens(Optional<TokenKeeper> keeper) {
        this.keeper = keeper;
    }

    /**
     * Nothing is asked for before a session connects.
     *
     * @param name for logs
     * @param backoff between attempts to get a token that fail
     */
    public static SolaceTokens of(Vertx vertx, String name, SolaceConnection connection, Backoff backoff) {
        return new SolaceTokens(connection
                .authentication()
                .tokens()
                .map(origin -> new TokenKeeper(vertx, name, origin.open(vertx), backoff, InstantSource.system())));
    }

    Optional<TokenKeeper> keeper() {
        return keeper;
    }
}
