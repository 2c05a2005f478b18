package dev.usher.entitlements.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tries one thing until it works or until stopped; each pause is twice the one before, up to a cap. */
final class Retries {
    private final Vertx vertx;
    private final Duration first;
    private final Duration cap;
    private volatile boolean stopped;

    Retries(Vertx vertx, Duration first, Duration cap) {
        this.vertx = vertx;
        this.first = first;
        this.cap = cap;
    }

    /** Completes when an attempt did; fails with {@link CancellationException} once stopped, and with nothing else. */
    Future<Void> until(Supplier<Future<Void>> attempt, Consumer<Throwable> failed) {
        Promise<Void> done = Promise.promise();
        run(attempt, failed, first, done);
        return done.future();
    }

    /** No further attempt is made; one that is under way is left to end. */
    void stop() {
        stopped = true;
    }

    private void run(Supplier<Future<Void>> attempt, Consumer<Throwable> failed, Duration pause, Promise<Void> done) {
        if (stopped) {
            done.fail(new CancellationException("stopped"));
            return;
        }
        // compose also turns what the supplier throws into a failure
        Future.succeededFuture().compose(start -> attempt.get()).onComplete(done::complete, failure -> {
            failed.accept(failure);
            vertx.setTimer(pause.toMillis(), timer -> run(attempt, failed, next(pause), done));
        });
    }

    private Duration next(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(cap) < 0 ? twice : cap;
    }
}
