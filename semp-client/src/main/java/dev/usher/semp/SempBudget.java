package dev.usher.semp;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The request budget of one broker. Create one per broker and hand it to every {@link SempClient} of that broker; it belongs to
 * the broker because a broker paces nobody and suffers from all of them together. Thread-safe.
 *
 * <p>The rule of service:
 *
 * <ol>
 *   <li>No more than {@link BudgetLimits#requestsPerSecond()} requests start in any one-second window, and no more than
 *       {@link BudgetLimits#maxConcurrent()} are unanswered at a time.
 *   <li>Lanes are served by strict priority, REVOKE &gt; PROVE &gt; GRANT &gt; SWEEP; first come first served within a lane.
 *   <li>One exception, so that drift is found even under constant load: after {@link BudgetLimits#sweepEvery()} - 1 consecutive
 *       starts of other lanes while a SWEEP waited, the next start is a SWEEP. With the default that is one in ten. PROVE and
 *       GRANT have no such share: they wait as long as revocations keep coming.
 *   <li>With two or more concurrent requests one slot is REVOKE's alone, so a revocation never waits for slow reads of others to
 *       be answered. The sweep's share is taken only from the other slots: when they are all busy it waits for one of them.
 *   <li>Each attempt, each page of a list and each retry is one request.
 * </ol>
 */
public final class SempBudget {
    private final Vertx vertx;
    private final BudgetLimits limits;
    private final LaneScheduler<Runnable> scheduler;
    private boolean timerSet;

    private SempBudget(Vertx vertx, BudgetLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.scheduler = new LaneScheduler<>(limits, System::nanoTime);
    }

    public static SempBudget create(Vertx vertx, BudgetLimits limits) {
        return new SempBudget(vertx, limits);
    }

    public BudgetLimits limits() {
        return limits;
    }

    /** Requests waiting in a lane, for a gauge. */
    public synchronized int waiting(SempLane lane) {
        return scheduler.waiting(lane);
    }

    /** Requests sent and not yet answered, for a gauge. */
    public synchronized int inFlight() {
        return scheduler.inFlight();
    }

    /**
     * Runs a call when the lane's turn comes, on the caller's context. Fails with what the call fails with, or with
     * {@link SempBudgetException} when too many calls wait.
     */
    <T> Future<T> run(SempLane lane, Supplier<Future<T>> call) {
        Context context = vertx.getOrCreateContext();
        Promise<T> result = Promise.promise();
        Runnable start = () -> start(lane, call, context, result);
        synchronized (this) {
            if (!scheduler.offer(lane, start)) {
                return Future.failedFuture(new SempBudgetException(lane, limits.maxWaiting()));
            }
        }
        startWhatMayStart();
        return result.future();
    }

    private <T> void start(SempLane lane, Supplier<Future<T>> call, Context context, Promise<T> result) {
        try {
            context.runOnContext(ignored -> guarded(call).onComplete(answer -> {
                ended(lane);
                if (answer.succeeded()) {
                    result.complete(answer.result());
                } else {
                    result.fail(answer.cause());
                }
            }));
        } catch (RejectedExecutionException e) {
            // The caller's context has ended; its slot must not end with it.
            ended(lane);
            result.fail(e);
        }
    }

    private static <T> Future<T> guarded(Supplier<Future<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void ended(SempLane lane) {
        synchronized (this) {
            scheduler.done(lane);
        }
        startWhatMayStart();
    }

    private void startWhatMayStart() {
        for (Optional<Runnable> next = takeOrSetTimer(); next.isPresent(); next = takeOrSetTimer()) {
            next.get().run();
        }
    }

    private synchronized Optional<Runnable> takeOrSetTimer() {
        Optional<Runnable> next = scheduler.poll().map(LaneScheduler.Started::request);
        OptionalLong wait = scheduler.nanosUntilNext();
        if (next.isEmpty() && wait.isPresent() && !timerSet) {
            timerSet = true;
            // Rounded up: a timer that fires early would find nothing to start.
            long millis = TimeUnit.NANOSECONDS.toMillis(wait.getAsLong() + TimeUnit.MILLISECONDS.toNanos(1) - 1);
            vertx.setTimer(Math.max(1, millis), ignored -> timerFired());
        }
        return next;
    }

    private void timerFired() {
        synchronized (this) {
            timerSet = false;
        }
        startWhatMayStart();
    }
}
