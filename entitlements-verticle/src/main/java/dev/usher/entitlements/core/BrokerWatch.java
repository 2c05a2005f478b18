package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.SeatEvents;
import dev.usher.entitlements.core.port.Urgency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What makes us look at a user's clients without anybody calling the API: connect events, and a sweep that finds what the
 * events have missed within {@code interval}. What did not change is read again in depth when it is {@code deepInterval} old.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class BrokerWatch implements SeatEvents.Listener {
    private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);

    /** Until the first sweep went through nobody is served, so it is tried again sooner than by the interval. */
    private static final Duration FIRST_SWEEP_RETRY = Duration.ofMillis(250);

    /** Bounds what a sweep adds to the broker's request budget. */
    private static final int DEEP_READS_PER_SWEEP = 10;

    private final Vertx vertx;
    private final BrokerGateway broker;
    private final EntitlementStore store;
    private final Desires desires;
    private final FenceKeeper fence;
    private final Enforcements enforcements;
    private final EnforcementObserver observer;
    private final Clock clock;
    private final Duration interval;
    private final Duration deepInterval;
    private boolean begun;
    private boolean stopped;
    private boolean sweeping;
    private boolean again;
    private long timer = -1;
    private Optional<String> trouble = Optional.of("the first sweep is not done");

    BrokerWatch(
            Vertx vertx,
            BrokerGateway broker,
            EntitlementStore store,
            Desires desires,
            FenceKeeper fence,
            Enforcements enforcements,
            EnforcementObserver observer,
            Clock clock,
            Duration interval,
            Duration deepInterval) {
        this.vertx = vertx;
        this.broker = broker;
        this.store = store;
        this.desires = desires;
        this.fence = fence;
        this.enforcements = enforcements;
        this.observer = observer;
        this.clock = clock;
        this.interval = interval;
        this.deepInterval = deepInterval;
    }

    Future<Void> start() {
        sweep();
        return broker.events().start(this);
    }

    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return enforcements.close().compose(ended -> broker.events().stop());
    }

    /** Empty once a sweep has been through and the last one was, too; otherwise what is wrong. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void connected(String clientName) {
        desires.targetOfClient(broker.name(), clientName).ifPresent(target -> enforcements.run(target, Ask.GRANT));
    }

    @Override
    public void mayHaveMissedSome() {
        if (sweeping) {
            again = true;
        } else {
            vertx.cancelTimer(timer);
            sweep();
        }
    }

    private void sweep() {
        if (stopped) {
            return;
        }
        sweeping = true;
        again = false;
        sweepOnce().onComplete(result -> {
            sweeping = false;
            observer.swept(broker.name(), result.succeeded());
            Optional<String> before = trouble;
            trouble = result.succeeded()
                    ? Optional.empty()
                    : Optional.of(String.valueOf(result.cause().getMessage()));
            if (trouble.isPresent() && !trouble.equals(before)) {
                String reason = trouble.get();
                if (begun) {
                    log.warn("sweep failed broker={} reason={}", broker.name(), reason);
                } else {
                    log.info("first sweep waits broker={} reason={}", broker.name(), reason);
                }
            }
            if (!stopped) {
                Duration pause = begun ? interval : FIRST_SWEEP_RETRY;
                timer = vertx.setTimer(again ? 1 : pause.toMillis(), id -> sweep());
            }
        });
    }

    private Future<Void> sweepOnce() {
        return Future.all(store.targets(broker.name()), store.unsettled(broker.name()))
                .map(both -> {
                    Set<UserOnBroker> unsettled = new HashSet<>(both.<List<UserOnBroker>>resultAt(1));
                    // Also users who are no longer mapped but were not proven to hold nothing.
                    Set<UserOnBroker> all = new HashSet<>(unsettled);
                    all.addAll(both.<List<UserOnBroker>>resultAt(0));
                    desires.expect(broker.name(), all);
                    return unsettled;
                })
                .recover(away -> begun ? Future.succeededFuture(Set.of()) : Future.failedFuture(away))
                .compose(unsettled -> fence.profiles()
                        .checkAll(desires.profilesInUse(broker.name()))
                        .compose(checked -> broker.view().caughtUp())
                        .compose(caughtUp -> broker.view().roster(Urgency.SWEEP))
                        .map(roster -> look(roster, unsettled)));
    }

    /** Does not wait for the runs it starts: a slow one must not keep the next sweep from finding others. */
    private Void look(List<Connection> roster, Set<UserOnBroker> unsettled) {
        Map<String, Set<Connection>> byUsername =
                roster.stream().collect(Collectors.groupingBy(Connection::clientUsername, Collectors.toSet()));
        Set<String> open = fence.profiles().open();
        Instant stale = clock.instant().minus(deepInterval);
        Map<String, UserOnBroker> targets = desires.byUsername(broker.name());
        Map<UserOnBroker, Ask> due = new HashMap<>();
        targets.forEach((username, target) -> {
            Set<Connection> now = byUsername.getOrDefault(username, Set.of());
            Optional<Enforcements.Look> last = enforcements.last(target);
            if (mayHaveUsed(open, target, now)) {
                // Whoever is not there may have left a durable session behind, which delivers nothing meanwhile.
                due.put(target, now.isEmpty() ? Ask.LOOK : Ask.REVOKE);
            } else if (unsettled.contains(target) && last.isEmpty()) {
                due.put(target, Ask.REVOKE);
            } else if (last.isEmpty() || !now.equals(clients(last.get()))) {
                due.put(target, Ask.LOOK);
            }
        });
        targets.values().stream()
                .filter(target -> lookedAt(target).isBefore(stale) && !due.containsKey(target))
                .sorted(Comparator.comparing(this::lookedAt))
                .limit(DEEP_READS_PER_SWEEP)
                .forEach(target -> due.put(target, Ask.LOOK));
        unsettled.stream()
                .filter(target -> !due.containsKey(target) && !enforcements.retrying(target))
                .forEach(target -> due.put(target, Ask.LOOK));
        due.forEach(enforcements::run);
        fence.profiles().lookedAt(open);
        begun = true;
        return null;
    }

    /** Whether a user may have subscribed through a profile that was open. */
    private boolean mayHaveUsed(Set<String> open, UserOnBroker target, Set<Connection> connected) {
        return desires.profileOf(target).filter(open::contains).isPresent()
                || connected.stream().anyMatch(client -> open.contains(client.aclProfile()));
    }

    private static Set<Connection> clients(Enforcements.Look look) {
        return look.found() instanceof Enforcement.Enforced enforced ? enforced.clients() : Set.of();
    }

    private Instant lookedAt(UserOnBroker target) {
        return enforcements.last(target).map(Enforcements.Look::ended).orElse(Instant.MIN);
    }
}
