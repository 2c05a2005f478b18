package dev.usher.entitlements.semp;

import dev.usher.entitlements.core.port.BrokerView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How far the monitor API of one broker may lag behind what was done on it; the config API does not. A monitor read is evidence
 * about an instant only if it began that much later, see {@link BrokerView}.
 *
 * @param longest how old what it shows may be; zero if it shows everything at once
 */
public record MonitorLag(Vertx vertx, Duration longest) {
    public MonitorLag {
        if (longest.isNegative()) {
            throw new IllegalArgumentException("longest must not be negative: " + longest);
        }
    }

    /**
     * Completes, on the caller's context, when monitor reads begun from then on are evidence about now; at once if nothing lags.
     * Never fails and holds nothing of the broker's request budget.
     */
    Future<Void> over() {
        if (longest.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        // Timers count in milliseconds: rather one more than a part of one less.
        vertx.setTimer(longest.toMillis() + 1, timer -> over.complete());
        return over.future();
    }

    /** What was read, if nothing lags; otherwise what is read once the lag is over. */
    <T> Future<T> again(T read, Supplier<Future<T>> reading) {
        return longest.isZero() ? Future.succeededFuture(read) : over().compose(late -> reading.get());
    }
}
