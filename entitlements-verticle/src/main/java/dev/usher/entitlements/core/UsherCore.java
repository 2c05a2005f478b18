package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.BrokerGateway;
import dev.usher.entitlements.core.port.EnforcementObserver;
import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entitlements service without its edges: given a store and brokers it keeps every user's clients at what the store
 * says they may have.
 *
 * <p>Everything in it runs on the event loop that called {@link #start}; its ports answer there, too.
 */
public final class UsherCore {
    private final Map<String, BrokerDesk> desks = new LinkedHashMap<>();
    private final UsherService service;

    /**
     * How the core behaves.
     *
     * @param clientChosenNames whether a caller may name the client of a seat
     * @param sweepInterval how long a lost connect event can go unnoticed
     * @param deepReadInterval how long a manual change on the broker can go unnoticed
     */
    public record Settings(boolean clientChosenNames, Duration sweepInterval, Duration deepReadInterval) {}

    public UsherCore(
            Vertx vertx,
            EntitlementStore store,
            List<BrokerGateway> brokers,
            Settings settings,
            EnforcementObserver observer,
            Clock clock) {
        Desires desires = new Desires(store, clock);
        SeatStates seats = new SeatStates(clock);
        for (BrokerGateway broker : brokers) {
            FenceKeeper fence = new FenceKeeper(broker, store);
            Noticeboard noticeboard = new Noticeboard(vertx, broker.notices(), clock);
            Capacity capacity = new Capacity(broker.view(), clock);
            Enforcer enforcer = new Enforcer(
                    new Enforcer.Tools(broker, fence, noticeboard, capacity, store, clock, new Doubts()), desires);
            Enforcements enforcements =
                    new Enforcements(vertx, enforcer, store, seats, desires, noticeboard, observer, clock);
            BrokerWatch watch = new BrokerWatch(
                    vertx,
                    broker,
                    store,
                    desires,
                    fence,
                    enforcements,
                    observer,
                    clock,
                    settings.sweepInterval(),
                    settings.deepReadInterval());
            desks.put(broker.name(), new BrokerDesk(broker, enforcements, watch, capacity, noticeboard));
        }
        service = new UsherService(vertx, store, desires, seats, desks, settings.clientChosenNames(), clock);
    }

    /** What the API can ask for. */
    public Usher usher() {
        return service;
    }

    /**
     * Starts watching every broker and the database's clock; completes once begun, which does not mean that a broker or the
     * store was reached.
     */
    public Future<Void> start() {
        service.start();
        return Future.join(desks.values().stream().map(d -> d.watch().start()).toList())
                .mapEmpty();
    }

    /** Stops; whatever is under way is left to finish. */
    public Future<Void> stop() {
        service.close();
        return Future.join(desks.values().stream().map(d -> d.watch().stop()).toList())
                .mapEmpty();
    }

    /** Starts the runs that a change committed outside {@link #usher} needs; the sweep would find them later. */
    public void enforce(Change change) {
        service.enforce(change);
    }

    /** For readiness: what is wrong with a broker, empty when its last sweep went through. */
    public Optional<String> trouble(String broker) {
        return desks.get(broker).watch().trouble();
    }
}
