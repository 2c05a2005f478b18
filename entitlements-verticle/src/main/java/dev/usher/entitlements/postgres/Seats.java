package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.OpenedSeat;
import dev.usher.entitlements.core.port.EntitlementStore.StoredSeat;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Seats: at most one open seat for a client on a broker. */
final class Seats {
    private static final String MAPPING = """
            select b.client_username
            from users u left join user_brokers b on b.user_id = u.id and b.broker = $2
            where u.id = $1
            """;

    private static final String OPEN = """
            insert into seats (id, user_id, broker, client_username, client_kind, client_value, opened_by)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (broker, client_kind, client_value) where closed_at is null do nothing
            returning *
            """;

    private static final String FIND_OPEN = """
            select * from seats
            where broker = $1 and client_kind = $2 and client_value = $3 and closed_at is null
            """;

    private static final String LOCK = "select * from seats where id = $1 for update";
    private static final String CLOSE = "update seats set closed_at = now(), closed_by = $2 where id = $1";
    private static final String READ = "select * from seats where id = $1";

    private static final String OF_USER = """
            select s.* from users u left join seats s on s.user_id = u.id and s.closed_at is null
            where u.id = $1
            order by s.opened_at, s.id
            """;

    /** How often somebody may close the seat that is in our way before we give up. */
    private static final int ATTEMPTS = 5;

    private final Database database;

    Seats(Database database) {
        this.database = database;
    }

    Future<OpenedSeat> open(String user, String broker, ClientRef client, Caller caller) {
        return database.write(connection -> CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(MAPPING).execute(Tuple.of(user, broker)))
                .compose(rows -> Rows.first(rows)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("user " + user))))
                .compose(row -> Optional.ofNullable(row.getString("client_username"))
                        .map(username -> Future.succeededFuture(new UserOnBroker(user, broker, username)))
                        .orElseGet(() -> Future.failedFuture(
                                new ConflictException("user " + user + " has no client username on broker " + broker))))
                .compose(target -> open(connection, target, client, caller, ATTEMPTS)));
    }

    private static Future<OpenedSeat> open(
            SqlConnection connection, UserOnBroker target, ClientRef client, Caller caller, int attempts) {
        String change = NewIds.next();
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.tuple()
                        .addValue(NewIds.next())
                        .addValue(target.user())
                        .addValue(target.broker())
                        .addValue(target.clientUsername())
                        .addValue(client.kind())
                        .addValue(client.value())
                        .addValue(change))
                .compose(inserted -> Rows.first(inserted)
                        .map(row -> opened(connection, Rows.seat(row), change, caller))
                        .orElseGet(() -> findOpen(connection, target, client)
                                .compose(found -> found.map(Future::succeededFuture)
                                        .orElseGet(() -> attempts > 1
                                                ? open(connection, target, client, caller, attempts - 1)
                                                : Future.failedFuture(new ConflictException("client " + client.value()
                                                        + " is being opened and closed by others all the time"))))));
    }

    private static Future<OpenedSeat> opened(SqlConnection connection, Seat seat, String change, Caller caller) {
        return Changes.create(connection, change, Changes.SEAT_OPENED, caller)
                .compose(created -> Ledger.append(
                        connection, caller, LedgerEntry.ofSeat(LedgerEntry.Kind.SEAT_OPENED, seat, change)))
                .compose(noted -> Changes.advance(connection, change, List.of(seat.target())))
                .compose(advanced -> Changes.read(connection, change))
                .map(read -> new OpenedSeat(seat, true, read));
    }

    private static Future<Optional<OpenedSeat>> findOpen(
            SqlConnection connection, UserOnBroker target, ClientRef client) {
        return connection
                .preparedQuery(FIND_OPEN)
                .execute(Tuple.of(target.broker(), client.kind(), client.value()))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Row row = rows.iterator().next();
                    Seat seat = Rows.seat(row);
                    if (!seat.target().equals(target)) {
                        return Future.failedFuture(new ConflictException("client " + client.value() + " on broker "
                                + target.broker() + " is another user's open seat"));
                    }
                    return Changes.read(connection, row.getString("opened_by"))
                            .map(change -> Optional.of(new OpenedSeat(seat, false, change)));
                });
    }

    Future<Change> close(String id, Caller caller) {
        String change = NewIds.next();
        return database.write(connection -> CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(LOCK).execute(Tuple.of(id)))
                .compose(rows -> Rows.first(rows)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("seat " + id))))
                .compose(row -> row.getString("closed_by") == null
                        ? close(connection, Rows.seat(row), change, caller)
                        : Changes.read(connection, row.getString("closed_by"))));
    }

    private static Future<Change> close(SqlConnection connection, Seat seat, String change, Caller caller) {
        return Changes.create(connection, change, Changes.SEAT_CLOSED, caller)
                .compose(created -> connection.preparedQuery(CLOSE).execute(Tuple.of(seat.id(), change)))
                .compose(closed -> Ledger.append(
                        connection, caller, LedgerEntry.ofSeat(LedgerEntry.Kind.SEAT_CLOSED, seat, change)))
                .compose(noted -> Changes.advance(connection, change, List.of(seat.target())))
                .compose(advanced -> Changes.read(connection, change));
    }

    Future<Optional<StoredSeat>> read(String id) {
        return database.read(client -> client.preparedQuery(READ)
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows)
                        .map(row -> new StoredSeat(Rows.seat(row), row.getOffsetDateTime("closed_at") == null))));
    }

    Future<List<Seat>> ofUser(String user) {
        return database.read(client -> client.preparedQuery(OF_USER)
                .execute(Tuple.of(user))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.failedFuture(new NotFoundException("user " + user));
                    }
                    boolean none = rows.iterator().next().getString("id") == null;
                    return Future.succeededFuture(none ? List.of() : Rows.all(rows, Rows::seat));
                }));
    }
}
