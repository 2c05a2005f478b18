package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.Proof;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The store on PostgreSQL 12 or later, one database for any number of processes.
 *
 * <p>Create it, call {@link #open} once, and do not wait for it to serve: until the database is there every operation fails
 * with {@link EntitlementStore.StoreUnavailableException} and {@link #problem} says why. After an outage it recovers by
 * itself.
 */
public final class PostgresStore implements EntitlementStore {
    private final Database database;
    private final Catalogs catalogs;
    private final Seats seats;
    private final Intents intents;
    private final Wanted wanted;
    private final Found found;

    /** Connects to nothing yet. */
    public PostgresStore(Vertx vertx, PostgresConfig config) {
        this.database = new Database(vertx, config);
        this.catalogs = new Catalogs(database);
        this.seats = new Seats(database);
        this.intents = new Intents(database);
        this.wanted = new Wanted(database);
        this.found = new Found(database);
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
        return database.close();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A catalog with the content that was applied last changes nothing and answers with the change that applied it, so
     * what {@link #setGroupProducts} did since then survives a restart. A catalog with any other content wins entirely; the
     * ledger names the changes it undid.
     */
    @Override
    public Future<Change> applyCatalog(Catalog catalog, Caller caller) {
        return catalogs.apply(catalog, caller);
    }

    @Override
    public Future<OpenedSeat> openSeat(String user, String broker, ClientRef client, Caller caller) {
        return seats.open(user, broker, client, caller);
    }

    @Override
    public Future<Change> closeSeat(String seat, Caller caller) {
        return seats.close(seat, caller);
    }

    @Override
    public Future<Change> setStatus(String user, UserStatus status, Caller caller) {
        return intents.setStatus(user, status, caller);
    }

    @Override
    public Future<Change> setGroupProducts(String group, Set<String> products, Caller caller) {
        return intents.setGroupProducts(group, products, caller);
    }

    @Override
    public Future<Optional<StoredSeat>> seat(String seat) {
        return seats.read(seat);
    }

    @Override
    public Future<List<Seat>> seatsOf(String user) {
        return seats.ofUser(user);
    }

    @Override
    public Future<Entitlements> entitlements(String user) {
        return wanted.entitlements(user);
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
    public Future<Void> recordPending(UserOnBroker target, long epoch, List<String> left, boolean disconnected) {
        return found.pending(target, epoch, left, disconnected);
    }

    @Override
    public Future<Change> change(String id) {
        return database.read(client -> Changes.read(client, id));
    }

    @Override
    public Future<Optional<String>> adoptedFrom(UserOnBroker target) {
        return found.adoptedFrom(target);
    }

    @Override
    public Future<Void> recordAdoption(UserOnBroker target, String previousAclProfile) {
        return found.adoption(target, previousAclProfile);
    }

    @Override
    public Future<Void> recordExposure(
            UserOnBroker target, Connection expected, Optional<Connection> found, String filter) {
        return this.found.exposure(target, expected, found, filter);
    }
}
