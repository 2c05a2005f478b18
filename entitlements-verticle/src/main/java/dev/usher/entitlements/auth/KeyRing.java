package dev.usher.entitlements.auth;

import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys, kept up to date without a restart.
 *
 * <p>They are read when opened, again after {@code refresh}, and when a token names a key that is not known, but then not
 * before {@link #PAUSE} has passed since they were read last: tokens that name keys nobody has cannot make us bother the
 * issuer. While the issuer does not answer, the keys it gave last are kept, until they were not confirmed for {@code maxAge}:
 * a key that was withdrawn must not be good for longer than that because somebody keeps us from hearing about it.
 *
 * <p>May be used from any thread.
 */
final class KeyRing {
    /** The least time between two readings. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

    private final Vertx vertx;
    private final JwtConfig config;
    private final JwksSource source;
    private final LongSupplier nanos;
    private final Duration pause;
    private KeySet keys;
    private long confirmedAt;
    private long askedAt;
    private Future<Void> running;
    private String trouble = "they were not read yet";
    private Optional<Long> timer = Optional.empty();
    private boolean opened;
    private boolean closed;

    /** {@code nanos} is a clock that only goes forward, as {@link System#nanoTime}. */
    KeyRing(Vertx vertx, JwtConfig config, JwksSource source, LongSupplier nanos, Duration pause) {
        this.vertx = vertx;
        this.config = config;
        this.source = source;
        this.nanos = nanos;
        this.pause = pause;
    }

    /** Reads the keys and goes on doing so; completes after the first try, however it went. */
    synchronized Future<Void> open() {
        return opened || closed ? Future.succeededFuture() : here(ask());
    }

    /** The keys; fails with {@link Reason#KEYS_UNAVAILABLE} if there are none that can be trusted. */
    synchronized Future<KeySet> current() {
        return trusted() ? Future.succeededFuture(keys) : renewed();
    }

    /** The keys after having asked for them again, if it is time to; fails as {@link #current} does. */
    synchronized Future<KeySet> renewed() {
        boolean due = !opened || since(askedAt).compareTo(pause) >= 0;
        if (running == null && !closed && due) {
            ask();
        }
        return running == null ? answer() : here(running).compose(asked -> answer());
    }

    /** Why nobody can be let in, or soon will not be; empty while all is well. */
    synchronized Optional<String> problem() {
        if (!trusted()) {
            return Optional.of("the issuer's keys are not known, everybody is refused: " + trouble);
        }
        return keys.kids().isEmpty()
                ? Optional.of("the issuer publishes no key that can be used, everybody is refused")
                : Optional.empty();
    }

    Future<Void> close() {
        synchronized (this) {
            closed = true;
            trouble = "closed";
            timer.ifPresent(vertx::cancelTimer);
        }
        return source.close();
    }

    private synchronized Future<KeySet> answer() {
        return trusted()
                ? Future.succeededFuture(keys)
                : Future.failedFuture(new AuthenticationRefusedException(Reason.KEYS_UNAVAILABLE));
    }

    private boolean trusted() {
        return keys != null && since(confirmedAt).compareTo(config.maxAge()) < 0;
    }

    private Duration since(long instant) {
        return Duration.ofNanos(nanos.getAsLong() - instant);
    }

    private Future<Void> ask() {
        opened = true;
        askedAt = nanos.getAsLong();
        timer.ifPresent(vertx::cancelTimer);
        Promise<Void> done = Promise.promise();
        running = done.future();
        // compose also turns what the source throws into a failure
        Future.succeededFuture()
                .compose(start -> source.load())
                .compose(text -> vertx.executeBlocking(() -> KeySet.parse(text), false))
                .onComplete(result -> {
                    settle(result);
                    done.complete();
                });
        return done.future();
    }

    private synchronized void settle(AsyncResult<KeySet> result) {
        running = null;
        if (closed) {
            return;
        }
        if (result.succeeded()) {
            accept(result.result());
        } else {
            trouble = result.cause().getMessage() == null
                    ? result.cause().getClass().getSimpleName()
                    : result.cause().getMessage();
            log.warn("issuer keys not read source={} trusted={} reason={}", config.keys(), trusted(), trouble);
        }
        Duration next = result.succeeded() || config.refresh().compareTo(pause) < 0 ? config.refresh() : pause;
        timer = Optional.of(vertx.setTimer(next.toMillis(), fired -> again()));
    }

    private void accept(KeySet read) {
        if (keys == null || !keys.kids().equals(read.kids())) {
            log.info("issuer keys read source={} kids={}", config.keys(), read.kids());
        }
        keys = read;
        // As old as the question: what was withdrawn after the answer was written is in it.
        confirmedAt = askedAt;
        trouble = "they were not confirmed for " + config.maxAge().toSeconds() + " s";
    }

    private synchronized void again() {
        if (running == null && !closed) {
            ask();
        }
    }

    /** On the context of whoever asks, whichever thread the answer arrives on. */
    private <T> Future<T> here(Future<T> future) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        future.onComplete(result -> context.runOnContext(now -> promise.handle(result)));
        return promise.future();
    }
}
