package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Boundaries;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.Proof;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore;
import dev.usher.entitlements.core.port.Refusals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The store on PostgreSQL 12 or later, one database for any number of processes.
 *
 * <p>Create it, call {@link #open} once, and do not wait for it to serve: until the database is there every operation fails
 * with {@link EntitlementStore.StoreUnavailableException} and {@link #problem} says why. After an outage it recovers by
 * itself.
 */
public final class PostgresStore implements EntitlementStore {
    private final Database database;
    private final Commits commits;
    private final PassingTime time;
    private final Wanted wanted;
    private final Found found;
    private final Listings listings;
    private final Progresses progresses;
    private final LedgerOfRefusals refusals;

    /** Connects to nothing yet. */
    public PostgresStore(Vertx vertx, PostgresConfig config) {
        this.database = new Database(vertx, config);
        this.commits = new Commits(database);
        this.time = new PassingTime(database);
        this.wanted = new Wanted(database);
        this.found = new Found(database);
        this.listings = new Listings(database);
        this.progresses = new Progresses(database);
        this.refusals = new LedgerOfRefusals(vertx, database, Clock.systemUTC());
    }

    /**
     * Writes refusals to the ledger, soon and not at any price: ten a second one by one, the others counted; while the store
     * is away up to a thousand wait.
     */
    public Refusals refusals() {
        return refusals;
    }

    /**
     * Creates or migrates the schema, trying again for as long as it takes. Completes when the store can be used; fails with
     * {@link EntitlementStore.StoreUnavailableException} only if it is closed before.
     */
    public Future<Void> open() {
        return database.open();
    }

    /** Why the store cannot be used right now, for readiness; empty while it can. */
    public Optional<String> problem() {
        return database.problem();
    }

    /** Gives up opening and cuts all connections. Completes in any case. */
    public Future<Void> close() {
        return refusals.close().transform(written -> database.close());
    }

    @Override
    public Future<Committed> commit(Intent intent, Caller caller, Optional<IdempotencyKey> key) {
        return commits.commit(intent, caller, key);
    }

    @Override
    public Future<Rehearsal> rehearse(Intent intent) {
        return commits.rehearse(intent);
    }

    @Override
    public Future<Boundaries> passBoundaries(Duration warning) {
        return time.pass(warning);
    }

    @Override
    public Future<Desired> desired(UserOnBroker target) {
        return wanted.desired(target);
    }

    @Override
    public Future<List<UserOnBroker>> targets(String broker) {
        return wanted.targets(broker);
    }

    @Override
    public Future<List<UserOnBroker>> unsettled(String broker) {
        return wanted.unsettled(broker);
    }

    @Override
    public Future<Void> recordEnforced(
            UserOnBroker target, long epoch, Proof proof, List<String> left, boolean disconnected) {
        return found.enforced(target, epoch, proof, left, disconnected);
    }

    @Override
    public Future<Void> recordPending(
            UserOnBroker target, long epoch, List<String> left, boolean disconnected, boolean hopeless) {
        return found.pending(target, epoch, left, disconnected, hopeless);
    }

    @Override
    public Future<Void> recordAdoption(UserOnBroker target, Intent.Adopt.Former former) {
        return database.write(connection -> new Adoptions(connection, Ledger.USHER).record(target, former));
    }

    @Override
    public Future<Void> recordExposure(
            UserOnBroker target, Connection expected, Optional<Connection> found, String filter) {
        return this.found.exposure(target, expected, found, filter);
    }

    @Override
    public Future<Change> change(String id) {
        return database.read(client -> Changes.read(client, id));
    }

    @Override
    public Future<Progress> progress(String change, int shown) {
        return progresses.read(change, shown);
    }

    @Override
    public Future<Optional<Product>> product(String id) {
        return listings.product(id);
    }

    @Override
    public Future<Page<Product>> products(Page.Request page) {
        return listings.products(page);
    }

    @Override
    public Future<Optional<Group>> group(String id) {
        return listings.group(id);
    }

    @Override
    public Future<Page<Group>> groups(Page.Request page) {
        return listings.groups(page);
    }

    @Override
    public Future<Optional<User>> user(String id) {
        return listings.user(id);
    }

    @Override
    public Future<Page<User>> users(Optional<String> group, Page.Request page) {
        return listings.users(group, page);
    }

    @Override
    public Future<Catalog> catalog() {
        return listings.catalog();
    }

    @Override
    public Future<Optional<StoredSeat>> seat(String seat) {
        return listings.seat(seat);
    }

    @Override
    public Future<Page<Seat>> seats(SeatQuery query, Page.Request page) {
        return listings.seats(query, page);
    }

    @Override
    public Future<Entitlements> entitlements(String user) {
        return wanted.entitlements(user);
    }

    @Override
    public Future<List<Adoption>> adoptions(String broker) {
        return listings.adoptions(broker);
    }

    @Override
    public Future<Map<String, String>> usersByClientUsername(String broker) {
        return listings.usersByClientUsername(broker);
    }
}
