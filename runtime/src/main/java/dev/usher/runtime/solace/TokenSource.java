package dev.usher.runtime.solace;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Gives access tokens. */
public interface TokenSource {

    /** The newest there is. Fails with a message for an operator, in which no token and no secret is. */
    Future<AccessToken> fetch();

    /** How often to look even though the last token is still good; empty if it need not be looked at before. */
    Optional<Duration> recheck();

    void close();
}
