package dev.usher.entitlements.core;

import dev.usher.entitlements.core.port.Directory;
import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one door to what is asked for: each kind of it has a class of its own. */
final class UsherService implements Usher {
    private final EntitlementStore store;
    private final UnrecordedIntents unrecorded;
    private final BoundaryClock boundaries;
    private final Brokers brokers;
    private final Seats seats;
    private final Writes writes;
    private final Previews previews;
    private final Checks checks;
    private final Adoptions adoptions;

    UsherService(
            Vertx vertx,
            EntitlementStore store,
            Desires desires,
            SeatStates states,
            Map<String, BrokerDesk> desks,
            boolean clientChosenNames,
            Clock clock) {
        this.store = store;
        this.brokers = new Brokers(desks);
        this.unrecorded = new UnrecordedIntents(vertx, clock);
        this.boundaries = new BoundaryClock(vertx, store, brokers);
        this.seats = new Seats(store, states, brokers, unrecorded, boundaries, clientChosenNames);
        this.writes = new Writes(store, desires, brokers, unrecorded, boundaries);
        this.previews = new Previews(store, brokers, clock);
        this.checks = new Checks(store, states, clock);
        this.adoptions = new Adoptions(vertx, store, brokers, new Usernames(store), writes);
    }

    void start() {
        boundaries.start();
    }

    void close() {
        boundaries.stop();
        unrecorded.close();
    }

    /** Starts the runs that a change committed elsewhere needs. */
    void enforce(Change change) {
        boundaries.wake();
        change.targets().forEach(touched -> brokers.look(touched.target(), Ask.REVOKE));
    }

    @Override
    public Directory directory() {
        return store;
    }

    @Override
    public Future<SeatAnswer> openSeat(
            SeatRequest request, Caller caller, Optional<IdempotencyKey> key, Duration wait) {
        return seats.open(request, caller, key, wait);
    }

    @Override
    public Future<Preview> previewSeat(SeatRequest request) {
        return seats.checked(request).compose(intent -> previews.preview(intent, false));
    }

    @Override
    public Future<SeatAnswer> refreshSeat(String seat, Optional<Duration> expiresIn, Caller caller) {
        return seats.refresh(seat, expiresIn, caller);
    }

    @Override
    public Future<SeatAnswer> seat(String seat) {
        return seats.seat(seat);
    }

    @Override
    public Future<Page<SeatAnswer>> seats(SeatQuery query, Page.Request page) {
        return seats.seats(query, page);
    }

    @Override
    public Future<ChangeAnswer> write(Intent intent, boolean cut, Caller caller, Duration wait) {
        return writes.write(intent, cut, caller, wait);
    }

    @Override
    public Future<Preview> preview(Intent intent, boolean cut) {
        return previews.preview(intent, cut);
    }

    @Override
    public Future<List<Verdict>> check(String user, List<String> topics) {
        return checks.check(user, topics);
    }

    @Override
    public Future<ChangeAnswer> change(String id) {
        return writes.change(id);
    }

    @Override
    public List<String> brokers() {
        return brokers.names();
    }

    @Override
    public Future<List<UsernameReport>> usernames(String broker) {
        return adoptions.usernames(broker);
    }

    @Override
    public Future<ChangeAnswer> adopt(String broker, Set<String> clientUsernames, Caller caller, Duration wait) {
        return adoptions.adopt(broker, clientUsernames, caller, wait);
    }

    @Override
    public Future<Preview> previewAdopt(String broker, Set<String> clientUsernames) {
        return adoptions.adopting(broker, clientUsernames).compose(intent -> previews.preview(intent, false));
    }

    @Override
    public Future<ChangeAnswer> release(String broker, Set<String> clientUsernames, Caller caller) {
        return adoptions.release(broker, clientUsernames, caller);
    }

    @Override
    public Future<Preview> previewRelease(String broker, Set<String> clientUsernames) {
        return adoptions
                .releasing(broker, clientUsernames)
                .compose(known -> previews.preview(new Intent.Release(broker, clientUsernames), false));
    }
}
