package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes one user's clients and durable sessions on one broker hold what they must hold, and says truthfully how far that is.
 *
 * <p>In this order: the profile is made exact and the username put behind it; clients to be cut are disconnected; what is in
 * doubt is taken back; then, again and again until a complete read shows nothing outside of what is desired, every client, its
 * whole subscription table and every durable session is read, sessions that store messages are deleted, what may not be there
 * is removed, and whatever a removal does not surely reach is disconnected or deleted. Only a user who is clean is given what
 * they lack, and each client's identity is read again after the confirmation.
 *
 * <p>Not thread-safe: used from one event loop.
 */
final class Enforcer {
    private final Tools tools;
    private final Desires desires;

    /** Cuts that were asked for and not done yet: a run that fails before it cuts leaves that to the next. */
    private final Map<UserOnBroker, Cut> owed = new HashMap<>();

    Enforcer(Tools tools, Desires desires) {
        this.tools = tools;
        this.desires = desires;
    }

    /**
     * What the runs on one broker share.
     *
     * @param doubts what may still come on clients
     */
    record Tools(
            BrokerGateway broker,
            FenceKeeper fence,
            Noticeboard noticeboard,
            Capacity capacity,
            EntitlementStore store,
            Clock clock,
            Doubts doubts) {
        Tools(BrokerGateway broker, FenceKeeper fence, Noticeboard noticeboard, EntitlementStore store, Clock clock) {
            this(broker, fence, noticeboard, new Capacity(broker.view(), clock), store, clock, new Doubts());
        }
    }

    /**
     * One run; runs for one target must not overlap. Fails only if nothing is known of the target; whatever goes wrong at the
     * broker is a {@link Enforcement.Pending}.
     */
    Future<Enforcement> enforce(UserOnBroker target, Ask ask) {
        Cut cut = owed.merge(target, ask.cut(), Cut::and);
        return desires.of(target).compose(known -> {
            EnforcementRun run =
                    new EnforcementRun(tools, known, new Ask(cut, ask.urgency()), () -> owed.remove(target));
            return run.start();
        });
    }
}
