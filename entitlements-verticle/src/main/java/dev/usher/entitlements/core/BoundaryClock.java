package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.topics.TopicFilter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the store commit what the database's clock brings about when it does: grants begin and end, seats expire. Looks at the
 * next boundary, after every write, and in any case every {@link #LONGEST_PAUSE}; goes on while the store is away.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class BoundaryClock {
    /** How long before its end a client is told of it. */
    static final Duration WARNING = Duration.ofSeconds(60);

    /** Another process may have written meanwhile, and timers know nothing of the database's clock. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(BoundaryClock.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final EntitlementStore store;
    private final Brokers brokers;
    private boolean running;
    private boolean looking;
    private boolean woken;
    private boolean failing;
    private boolean begun;
    private long timer = -1;

    BoundaryClock(Vertx vertx, EntitlementStore store, Brokers brokers) {
        this.vertx = vertx;
        this.store = store;
        this.brokers = brokers;
    }

    void start() {
        running = true;
        arm(SHORTEST_PAUSE);
    }

    /** What is under way is left to finish. */
    void stop() {
        running = false;
        vertx.cancelTimer(timer);
    }

    /** Something was written that may have a boundary; many writes at once need one look. */
    void wake() {
        if (!running || woken) {
            return;
        }
        woken = true;
        if (!looking) {
            arm(SHORTEST_PAUSE);
        }
    }

    private void arm(Duration pause) {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(pause.toMillis(), due -> look());
    }

    private void look() {
        looking = true;
        woken = false;
        // A synchronous throw must not end the clock either.
        Future.<Void>succeededFuture()
                .compose(begun -> store.passBoundaries(WARNING))
                .map(this::passed)
                .onComplete(this::looked);
    }

    private void looked(AsyncResult<Optional<Duration>> result) {
        looking = false;
        boolean failed = result.failed();
        if (failed != failing) {
            if (!failed) {
                log.info("boundaries are passed again");
            } else if (begun) {
                log.warn(
                        "boundaries not passed, grants and seats may end late reason={}",
                        result.cause().getMessage());
            } else {
                log.info(
                        "first look at boundaries waits reason={}",
                        result.cause().getMessage());
            }
            failing = failed;
        }
        begun |= !failed;
        if (running) {
            Duration pause = failed ? RETRY : result.result().orElse(LONGEST_PAUSE);
            arm(woken ? SHORTEST_PAUSE : within(pause));
        }
    }

    private Optional<Duration> passed(Boundaries boundaries) {
        boundaries.changes().forEach(change -> {
            log.info(
                    "boundary passed kind={} change={} targets={}",
                    change.kind(),
                    change.id(),
                    change.targets().size());
            brokers.enforce(change, Ask.REVOKE, Duration.ZERO);
        });
        boundaries.expiring().forEach(this::warn);
        return boundaries.next();
    }

    private static Duration within(Duration pause) {
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void warn(Boundaries.Expiring expiring) {
        brokers.find(expiring.seat().target().broker())
                .ifPresent(desk -> filters(expiring)
                        .onSuccess(filters -> desk.noticeboard().expiring(expiring, filters)));
    }

    /** What the ending product gives; nothing is named where the whole seat ends. */
    private Future<List<TopicFilter>> filters(Boundaries.Expiring expiring) {
        return expiring.product()
                .map(product -> store.product(product)
                        .map(found -> found.map(Product::filters).orElse(List.of()))
                        .otherwise(List.of()))
                .orElse(Future.succeededFuture(List.of()));
    }
}
