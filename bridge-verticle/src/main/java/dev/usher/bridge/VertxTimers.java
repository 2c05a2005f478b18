package dev.usher.bridge;

import dev.usher.bridge.core.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;

/** The timers of the context that sets them. */
final class VertxTimers implements Timers {

    private final Vertx vertx;

    VertxTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void after(Duration delay, Runnable action) {
        vertx.setTimer(delay.toMillis(), timer -> action.run());
    }
}
