package dev.usher.broker.mqtt;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Notices that nothing was heard for too long. Used on one context only; nothing is scheduled per packet. */
final class IdleWatch {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final BooleanSupplier hearing;
    private final Runnable tooLong;
    private long limitNanos;
    private long heardAt = System.nanoTime();
    private long timer = NO_TIMER;

    /** @param hearing false while silence says nothing */
    IdleWatch(Vertx vertx, BooleanSupplier hearing, Runnable tooLong) {
        this.vertx = vertx;
        this.hearing = hearing;
        this.tooLong = tooLong;
    }

    /** Silence allowed from now on; zero allows any. */
    void limit(Duration limit) {
        limitNanos = limit.toNanos();
        stop();
        watch();
    }

    void heard() {
        heardAt = System.nanoTime();
    }

    void stop() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void watch() {
        if (limitNanos == 0) {
            return;
        }
        if (!hearing.getAsBoolean()) {
            heard();
        }
        long left = limitNanos - (System.nanoTime() - heardAt);
        if (left <= 0) {
            tooLong.run();
        } else {
            timer = vertx.setTimer(Duration.ofNanos(left).toMillis() + 1, id -> {
                timer = NO_TIMER;
                watch();
            });
        }
    }
}
