package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes one user's clients on one broker hold what they must hold, and says truthfully how far that is.
 *
 * <p>In this order: the fence is closed; clients to be cut are disconnected; what is in doubt is taken back; then, again and
 * again until a complete read shows nothing outside the rights, every client and its whole subscription table is read, what
 * no granted filter covers is removed, and a client whose removal is refused or unanswered is disconnected. Only a client
 * that is clean is given what it lacks, and its identity is read again after the confirmation.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class Enforcer {
    private final BrokerGateway broker;
    private final FenceKeeper fence;
    private final Desires desires;
    private final EntitlementStore store;
    private final Clock clock;
    private final Doubts doubts = new Doubts();

    /** Cuts that were asked for and not done yet: a run that fails before it cuts leaves that to the next. */
    private final Map<UserOnBroker, Cut> owed = new HashMap<>();

    Enforcer(BrokerGateway broker, FenceKeeper fence, Desires desires, EntitlementStore store, Clock clock) {
        this.broker = broker;
        this.fence = fence;
        this.desires = desires;
        this.store = store;
        this.clock = clock;
    }

    /**
     * One run; runs for one target must not overlap. Fails only if nothing is known of the target; whatever goes wrong at the
     * broker is a {@link Enforcement.Pending}.
     */
    Future<Enforcement> enforce(UserOnBroker target, Ask ask) {
        Cut cut = owed.merge(target, ask.cut(), Cut::and);
        return desires.of(target).compose(known -> {
            EnforcementRun run = new EnforcementRun(
                    broker, fence, store, clock, doubts, known, new Ask(cut, ask.urgency()), () -> owed.remove(target));
            return run.start();
        });
    }
}
