package dev.usher.runtime.solace;

import dev.usher.runtime.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an access token fresh for the sessions that use it: gets the next one when four fifths of the life of the last are over,
 * and again and again, ever more slowly, while that fails. A connection is made with the newest token; with an older one only
 * if no newer can be had and it has not expired.
 *
 * <p>A session that JCSMP brings back by itself tries the token it has for as long as its retries last, and nobody is told that
 * the broker refuses it. So while a session is away its token is in doubt, however young: others are fetched, ever more
 * slowly, and handed to it.
 *
 * <p>Thread-safe. Failures are logged as those to connect are ({@link AttemptLog}), and one line says when they end.
 */
final class TokenKeeper {

    private static final Logger log = LoggerFactory.getLogger(TokenKeeper.class);

    private static final Duration PATIENCE = Duration.ofSeconds(12);
    /** A timer cannot wait for as long as a token may claim to live. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Vertx vertx;
    private final String name;
    private final TokenSource source;
    private final Backoff backoff;
    private final InstantSource clock;
    private final SplittableRandom random = new SplittableRandom();
    private final AttemptLog attempts;

    // Guarded by this.
    private final Map<Object, Runnable> users = new HashMap<>();
    private final Set<Object> doubters = new HashSet<>();
    private AccessToken current;
    private Instant renewAt = Instant.MIN;
    private Future<AccessToken> fetching;
    private long timer = -1;
    private long doubtTimer = -1;
    private int failures;
    private int doubts;
    private boolean closed;

    TokenKeeper(Vertx vertx, String name, TokenSource source, Backoff backoff, InstantSource clock) {
        this.vertx = vertx;
        this.name = name;
        this.source = source;
        this.backoff = backoff;
        this.clock = clock;
        this.attempts = new AttemptLog("no new access token", name);
    }

    /** @param told on any thread, when there is another token than before; must not block */
    synchronized void join(Object user, Runnable told) {
        users.put(user, told);
    }

    /** The last one who leaves ends it. */
    void leave(Object user) {
        synchronized (this) {
            settled(user);
            users.remove(user);
            if (closed || !users.isEmpty()) {
                return;
            }
            closed = true;
            vertx.cancelTimer(timer);
        }
        source.close();
    }

    /**
     * A token to log in with; may block for some seconds, so not on an event loop.
     *
     * @throws ConnectionProblem if there is none
     */
    Secret forLogin() {
        Future<AccessToken> next;
        synchronized (this) {
            if (isFresh()) {
                return current.value();
            }
            next = fetch();
        }
        try {
            return next.toCompletionStage()
                    .toCompletableFuture()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .value();
        } catch (ExecutionException e) {
            return last().orElseThrow(() ->
                    new ConnectionProblem("no access token: " + e.getCause().getMessage(), e.getCause()));
        } catch (TimeoutException e) {
            return last().orElseThrow(() ->
                    new ConnectionProblem("no access token: no answer within " + PATIENCE.toSeconds() + " s", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionProblem("interrupted while waiting for an access token", e);
        }
    }

    /** The last token, if it has not expired. */
    synchronized Optional<Secret> last() {
        return Optional.ofNullable(current)
                .filter(token -> token.isGoodAt(clock.instant()))
                .map(AccessToken::value);
    }

    /** Somebody's connection is being brought back with the token it has: fetches others until it has settled. */
    synchronized void doubt(Object user) {
        if (closed) {
            return;
        }
        if (!isFresh()) {
            fetch();
        }
        boolean first = doubters.isEmpty();
        doubters.add(user);
        if (first) {
            doubtAgain();
        }
    }

    /** The connection is up, or given up for a new login. */
    synchronized void settled(Object user) {
        if (doubters.remove(user) && doubters.isEmpty()) {
            vertx.cancelTimer(doubtTimer);
            doubts = 0;
        }
    }

    /** The broker refused the last token: the next login is to be tried with another. */
    synchronized void refused() {
        renewAt = Instant.MIN;
    }

    private boolean isFresh() {
        return current != null && clock.instant().isBefore(renewAt);
    }

    /** With the lock held: one request at a time. */
    private Future<AccessToken> fetch() {
        if (fetching != null) {
            return fetching;
        }
        Future<AccessToken> begun = source.fetch().map(this::unexpired);
        fetching = begun;
        begun.onComplete(this::got, this::failed);
        return begun;
    }

    private AccessToken unexpired(AccessToken token) {
        if (!token.isGoodAt(clock.instant())) {
            throw new ConnectionProblem("the new access token has already expired, at "
                    + token.expires().orElseThrow() + "; look at the clocks, and at what issues the tokens");
        }
        return token;
    }

    private void got(AccessToken token) {
        List<Runnable> told = List.of();
        synchronized (this) {
            fetching = null;
            if (current == null || !current.value().equals(token.value())) {
                told = List.copyOf(users.values());
            }
            current = token;
            Instant now = clock.instant();
            Optional<Duration> life = token.expires().map(end -> Duration.between(now, end));
            renewAt = life.map(whole -> now.plus(whole.multipliedBy(4).dividedBy(5)))
                    .orElse(Instant.MIN);
            if (failures > 0) {
                log.info("access token renewed again name={} failures={}", name, failures);
                failures = 0;
            }
            log.debug("access token name={} expires={}", name, token.expires());
            Stream.of(life.map(whole -> whole.multipliedBy(4).dividedBy(5)), source.recheck())
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder())
                    .map(wait -> wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT)
                    .ifPresent(wait -> again(Math.max(1_000, wait.toMillis())));
        }
        told.forEach(Runnable::run);
    }

    private synchronized void failed(Throwable cause) {
        fetching = null;
        failures++;
        long millis = backoff.millisAfter(failures, random::nextDouble);
        attempts.failed(failures, millis, String.valueOf(cause.getMessage()));
        again(millis);
    }

    /** With the lock held. */
    private void again(long millis) {
        if (!closed) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(millis, id -> look());
        }
    }

    private synchronized void look() {
        if (!closed) {
            fetch();
        }
    }

    /** With the lock held. */
    private void doubtAgain() {
        doubtTimer = vertx.setTimer(backoff.millisAfter(++doubts, random::nextDouble), id -> lookInDoubt());
    }

    private synchronized void lookInDoubt() {
        if (!doubters.isEmpty()) {
            if (failures == 0) { // else the next attempt is planned
                fetch();
            }
            doubtAgain();
        }
    }
}
