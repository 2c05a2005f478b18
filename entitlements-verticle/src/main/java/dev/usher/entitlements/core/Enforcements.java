package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Urgency;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one broker: serial for each user, again and again with growing pauses until nothing is left, each outcome
 * recorded.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class Enforcements {
    private static final Logger log = LoggerFactory.getLogger(Enforcements.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final Enforcer enforcer;
    private final EntitlementStore store;
    private final SeatStates seats;
    private final Desires desires;
    private final Noticeboard noticeboard;
    private final EnforcementObserver observer;
    private final Clock clock;
    private final Lanes<UserOnBroker, Ask, Enforcement> lanes;
    private final Map<UserOnBroker, Retry> retries = new HashMap<>();
    private final Map<UserOnBroker, List<Waiter>> waiters = new HashMap<>();
    private final Map<UserOnBroker, Look> last = new HashMap<>();
    private final Set<UserOnBroker> unrecorded = new HashSet<>();
    private boolean closed;

    Enforcements(
            Vertx vertx,
            Enforcer enforcer,
            EntitlementStore store,
            SeatStates seats,
            Desires desires,
            Noticeboard noticeboard,
            EnforcementObserver observer,
            Clock clock) {
        this.vertx = vertx;
        this.enforcer = enforcer;
        this.store = store;
        this.seats = seats;
        this.desires = desires;
        this.noticeboard = noticeboard;
        this.observer = observer;
        this.clock = clock;
        this.lanes = new Lanes<>(this::runOnce, Ask::and);
    }

    /**
     * The last run for a target.
     *
     * @param ended when
     * @param found what it found
     */
    record Look(Instant ended, Enforcement found) {}

    private record Retry(long timer, Duration pause, Ask ask) {}

    private record Waiter(long epoch, Promise<Void> promise) {}

    /** One run that begins now or after the one under way. Fails if nothing is known of the target. */
    Future<Enforcement> run(UserOnBroker target, Ask ask) {
        return closed ? stopped() : lanes.run(target, ask);
    }

    /**
     * Starts a run for what was committed with this epoch. Completes when that run has ended and the target is enforced for
     * the epoch with nothing left that trying again would change, by it or by a later one, or when the time is over, whichever
     * comes first. Never fails.
     */
    Future<Void> enforce(UserOnBroker target, long epoch, Ask ask, Duration wait) {
        Future<Enforcement> run = run(target, ask);
        if (wait.isZero()) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        long timer = vertx.setTimer(wait.toMillis(), late -> over.tryComplete());
        Waiter waiter = new Waiter(epoch, over);
        run.onComplete(ended -> {
            boolean done = ended.succeeded()
                    && !ended.result().retry()
                    && ended.result().epoch() >= epoch
                    && !unrecorded.contains(target);
            if (done) {
                over.tryComplete();
            } else if (!over.future().isComplete()) {
                waiters.computeIfAbsent(target, t -> new ArrayList<>()).add(waiter);
            }
        });
        return over.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            waiters.computeIfPresent(target, (t, waiting) -> {
                waiting.remove(waiter);
                return waiting.isEmpty() ? null : waiting;
            });
        });
    }

    /** What the last run for a target found. */
    Optional<Look> last(UserOnBroker target) {
        return Optional.ofNullable(last.get(target));
    }

    /** True if the target will be run again by itself before long. */
    boolean retrying(UserOnBroker target) {
        return retries.containsKey(target);
    }

    /** No further runs; completes when those under way have ended. */
    Future<Void> close() {
        closed = true;
        retries.values().forEach(retry -> vertx.cancelTimer(retry.timer()));
        retries.clear();
        return lanes.drained();
    }

    private static <T> Future<T> stopped() {
        return Future.failedFuture(new IllegalStateException("stopped"));
    }

    private Future<Enforcement> runOnce(UserOnBroker target, Ask ask) {
        if (closed) {
            return stopped();
        }
        Instant begun = clock.instant();
        return enforcer.enforce(target, ask)
                .onSuccess(outcome -> observer.ran(target, outcome, Duration.between(begun, clock.instant())))
                .compose(outcome -> record(target, outcome))
                .onSuccess(outcome -> after(target, ask, outcome))
                .onFailure(failure -> retryLater(target, ask));
    }

    /** Remembers what became of the seats and tells their clients. */
    private void take(UserOnBroker target, Enforcement outcome) {
        Optional<Desired> desired = desires.remembered(target);
        Map<String, SeatState> before = seats.of(target);
        seats.update(target, outcome, desired.map(Desired::rights).orElse(Rights.NONE));
        noticeboard.tell(desired.map(Desired::seats).orElse(List.of()), before, seats.of(target));
    }

    /** Tells the client of a seat that something ends soon, with the filters that go then. */
    void expiring(Boundaries.Expiring ending) {
        List<TopicFilter> filters = ending.product()
                .flatMap(product -> desires.remembered(ending.seat().target())
                        .map(desired -> endingWith(product, desired.rights())))
                .orElse(List.of());
        noticeboard.expiring(ending, filters);
    }

    /** What no other product gives. */
    private static List<TopicFilter> endingWith(String product, Rights rights) {
        return rights.filters().entrySet().stream()
                .filter(right -> right.getValue().equals(Set.of(product)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Future<Enforcement> record(UserOnBroker target, Enforcement outcome) {
        take(target, outcome);
        Look former = last.put(target, new Look(clock.instant(), outcome));
        if (!unrecorded.contains(target) && !isNews(former, outcome)) {
            return Future.succeededFuture(outcome);
        }
        Future<Void> recorded = outcome.proof()
                .map(proof ->
                        store.recordEnforced(target, outcome.epoch(), proof, outcome.left(), outcome.disconnected()))
                .orElseGet(() -> store.recordPending(
                        target, outcome.epoch(), outcome.left(), outcome.disconnected(), !outcome.retry()));
        return recorded.transform(result -> {
            if (result.succeeded()) {
                unrecorded.remove(target);
            } else {
                unrecorded.add(target);
                log.warn(
                        "enforcement not recorded yet user={} broker={} reason={}",
                        target.user(),
                        target.broker(),
                        result.cause().getMessage());
            }
            return Future.succeededFuture(outcome);
        });
    }

    private static boolean isNews(Look former, Enforcement outcome) {
        return former == null
                || outcome.disconnected()
                || former.found().epoch() != outcome.epoch()
                || former.found().proof().isPresent() != outcome.proof().isPresent()
                || !former.found().left().equals(outcome.left());
    }

    private void after(UserOnBroker target, Ask ask, Enforcement outcome) {
        if (unrecorded.contains(target) || outcome.retry()) {
            retryLater(target, ask);
            return;
        }
        Retry retry = retries.remove(target);
        if (retry != null) {
            vertx.cancelTimer(retry.timer());
        }
        if (!outcome.retry()) {
            List.copyOf(waiters.getOrDefault(target, List.of())).stream()
                    .filter(waiter -> waiter.epoch() <= outcome.epoch())
                    .forEach(waiter -> waiter.promise().tryComplete());
        }
    }

    /** Pauses grow while nothing but retries happens; whatever is asked for anew runs at once and starts over. */
    private void retryLater(UserOnBroker target, Ask ask) {
        if (closed) {
            return;
        }
        Retry former = retries.get(target);
        if (former != null) {
            vertx.cancelTimer(former.timer());
        }
        boolean again = former != null && former.ask() == ask;
        Duration pause = again ? shorter(former.pause().multipliedBy(2), LONGEST_PAUSE) : FIRST_PAUSE;
        // The cut, if there was one, is owed by the enforcer until it is done.
        Ask next = again ? ask : new Ask(Cut.NONE, least(ask.urgency(), former));
        long timer = vertx.setTimer(pause.toMillis(), id -> lanes.run(target, next));
        retries.put(target, new Retry(timer, pause, next));
    }

    private static Urgency least(Urgency urgency, Retry former) {
        return former != null && former.ask().urgency().compareTo(urgency) < 0
                ? former.ask().urgency()
                : urgency;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
