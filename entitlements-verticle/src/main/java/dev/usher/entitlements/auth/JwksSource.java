package dev.usher.entitlements.auth;

import io.vertx.core.Future;

/** Gives the text of a key set. Never blocks. */
interface JwksSource {
    /** No key set is as long as this. */
    int MAX_BYTES = 256 * 1024;

    /**
     * The text as it is now. Fails with {@link java.io.IOException} in words for an operator, or with what the network says;
     * always comes to an end.
     */
    Future<String> load();

    /** Lets go of connections. */
    Future<Void> close();
}
