package dev.usher.runtime.solace;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads a token file that somebody else replaces. */
final class TokenFileReader implements TokenSource {

    /** Kubernetes replaces a projected token after four fifths of its life, of which at least ten minutes are the rule. */
    private static final Duration RECHECK = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Path file;

    TokenFileReader(Vertx vertx, Path file) {
        this.vertx = vertx;
        this.file = file;
    }

    @Override
    public Future<AccessToken> fetch() {
        return vertx.fileSystem()
                .readFile(file.toString())
                .recover(e -> Future.failedFuture(new ConnectionProblem(
                        "oauth.tokenFile " + file + " cannot be read; it is written by whoever rotates the token", e)))
                .map(content -> {
                    String text = content.toString().strip();
                    if (text.isEmpty()) {
                        throw new ConnectionProblem("oauth.tokenFile " + file + " is empty");
                    }
                    AccessToken token = AccessToken.of(text);
                    if (!token.isGoodAt(Instant.now())) {
                        throw new ConnectionProblem("the token in oauth.tokenFile " + file + " expired at "
                                + token.expires().orElseThrow() + "; whoever rotates it has stopped");
                    }
                    return token;
                });
    }

    @Override
    public Optional<Duration> recheck() {
        return Optional.of(RECHECK);
    }

    @Override
    public void close() {
        // nothing is kept open
    }
}
