package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Intents about seats: at most one open seat for a client on a broker, and a closed one is never opened again. */
final class Seats {
    private static final Duration LONGEST = Duration.ofDays(3660);

    private static final String MAPPING = """
            select b.client_username
            from users u left join user_brokers b on b.user_id = u.id and b.broker = $2
            where u.id = $1
            """;

    private static final String OPEN = """
            insert into seats (id, user_id, broker, client_username, client_kind, client_value, opened_by, wanted_by,
              wanted, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7, $8, statement_timestamp() + $9::bigint * interval '1 millisecond')
            on conflict do nothing
            returning *
            """;

    /** Whether its time is over although nobody closed it yet. */
    private static final String COLUMNS = "*, coalesce(expires_at <= statement_timestamp(), false) as expired";

    private static final String FIND_OPEN = "select " + COLUMNS + """
             from seats where broker = $1 and client_kind = $2 and client_value = $3 and closed_at is null
            """;
    private static final String LOCK = "select " + COLUMNS + " from seats where id = $1 for update";
    private static final String CLOSE = "update seats set closed_at = now(), closed_by = $2 where id = $1";
    private static final String WANT = """
            update seats set wanted = $2, wanted_by = $3,
              expires_at = statement_timestamp() + $4::bigint * interval '1 millisecond'
            where id = $1 returning *
            """;

    /** How often somebody may close the seat that is in our way before we give up. */
    private static final int ATTEMPTS = 5;

    private final SqlConnection connection;
    private final Caller caller;

    Seats(SqlConnection connection, Caller caller) {
        this.connection = connection;
        this.caller = caller;
    }

    Future<Outcome> open(Intent.OpenSeat open) {
        requireStorable(open.expiresIn());
        return CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(MAPPING).execute(Tuple.of(open.user(), open.broker())))
                .compose(rows -> Rows.first(rows)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("user " + open.user()))))
                .compose(row -> Optional.ofNullable(row.getString("client_username"))
                        .map(username -> Future.succeededFuture(new UserOnBroker(open.user(), open.broker(), username)))
                        .orElseGet(() -> Future.failedFuture(new ConflictException(
                                "user " + open.user() + " has no client username on broker " + open.broker()))))
                .compose(target -> attempt(open, target, ATTEMPTS));
    }

    /** A seat of the chosen name first, then a new one, then the one that its client has. */
    private Future<Outcome> attempt(Intent.OpenSeat open, UserOnBroker target, int attempts) {
        return named(open, target)
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : create(open, target))
                .compose(found -> found.isPresent() ? Future.succeededFuture(found) : ofClient(open, target))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> attempts > 1
                                ? attempt(open, target, attempts - 1)
                                : Future.failedFuture(new ConflictException("client "
                                        + open.client().value()
                                        + " is being opened and closed by others all the time"))));
    }

    private Future<Optional<Outcome>> named(Intent.OpenSeat open, UserOnBroker target) {
        if (open.id().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        String id = open.id().get();
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(id))
                .compose(rows -> Rows.first(rows)
                        .map(row -> {
                            Seat seat = Rows.seat(row);
                            if (!seat.target().equals(target) || !seat.client().equals(open.client())) {
                                return Future.<Optional<Outcome>>failedFuture(new ConflictException(
                                        "seat " + id + " is another user's, or another client's; choose another name"));
                            }
                            return isOver(row)
                                    ? Future.<Optional<Outcome>>failedFuture(closed(id))
                                    : want(row, seat, open).map(Optional::of);
                        })
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Outcome> want(Row row, Seat seat, Intent.OpenSeat open) {
        boolean same = sameWanted(seat.wanted(), open.wanted());
        if (same && seat.expiresAt().isEmpty() && open.expiresIn().isEmpty()) {
            return Changes.read(connection, row.getString("wanted_by"))
                    .map(change -> Outcome.ofSeat(change, false, seat, List.of()));
        }
        String change = NewIds.next();
        return same
                ? live(row, change, open.kind(), open.expiresIn())
                : Changes.create(connection, change, open.kind(), caller)
                        .compose(created -> update(seat.id(), texts(open.wanted()), change, open.expiresIn()))
                        .compose(updated -> advanced(change, LedgerEntry.Kind.SEAT_CHANGED, updated, false));
    }

    /** In any order: a seat holds a set of filters. */
    private static boolean sameWanted(Optional<List<TopicFilter>> one, Optional<List<TopicFilter>> other) {
        return one.map(HashSet::new).equals(other.map(HashSet::new));
    }

    private Future<Optional<Outcome>> create(Intent.OpenSeat open, UserOnBroker target) {
        String change = NewIds.next();
        return connection
                .preparedQuery(OPEN)
                .execute(Tuple.tuple()
                        .addValue(open.id().orElseGet(NewIds::next))
                        .addValue(target.user())
                        .addValue(target.broker())
                        .addValue(target.clientUsername())
                        .addValue(open.client().kind())
                        .addValue(open.client().value())
                        .addValue(change)
                        .addValue(texts(open.wanted()))
                        .addValue(millis(open.expiresIn())))
                .compose(inserted -> Rows.first(inserted)
                        .map(row -> Changes.create(connection, change, open.kind(), caller)
                                .compose(
                                        created -> advanced(change, LedgerEntry.Kind.SEAT_OPENED, Rows.seat(row), true))
                                .map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<Outcome>> ofClient(Intent.OpenSeat open, UserOnBroker target) {
        return connection
                .preparedQuery(FIND_OPEN)
                .execute(Tuple.of(
                        target.broker(), open.client().kind(), open.client().value()))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Row row = rows.iterator().next();
                    Seat seat = Rows.seat(row);
                    if (!seat.target().equals(target)) {
                        return Future.failedFuture(new ConflictException("client "
                                + open.client().value() + " on broker " + target.broker()
                                + " is another user's open seat"));
                    }
                    if (row.getBoolean("expired")) {
                        return expire(seat.id()).map(again -> Optional.empty());
                    }
                    if (open.id().filter(id -> !id.equals(seat.id())).isPresent()) {
                        return Future.failedFuture(new ConflictException("client "
                                + open.client().value() + " on broker " + target.broker() + " is open as seat "
                                + seat.id() + " already; close that first or use its name"));
                    }
                    return open.id().isPresent()
                            // Somebody opened it by this name just now.
                            ? Future.succeededFuture(Optional.empty())
                            : Changes.read(connection, row.getString("opened_by"))
                                    .map(change -> Optional.of(Outcome.ofSeat(change, false, seat, List.of())));
                });
    }

    /** Makes room for the same client's next seat; a seat of somebody else waits for the clock, who tells them. */
    private Future<Void> expire(String id) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(id)).compose(rows -> {
            Row row = rows.iterator().next();
            return row.getString("closed_by") == null && row.getBoolean("expired")
                    ? end(Rows.seat(row), NewIds.next(), "seat-expired", LedgerEntry.Kind.SEAT_EXPIRED)
                            .mapEmpty()
                    : Future.succeededFuture();
        });
    }

    Future<Outcome> refresh(Intent.RefreshSeat refresh) {
        requireStorable(refresh.expiresIn());
        return locked(refresh.seat())
                .compose(row -> isOver(row)
                        ? Future.failedFuture(closed(refresh.seat()))
                        : live(row, NewIds.next(), refresh.kind(), refresh.expiresIn()));
    }

    /** Another end for the seat, which changes nothing of what is desired now. */
    private Future<Outcome> live(Row row, String change, String kind, Optional<Duration> expiresIn) {
        return Changes.create(connection, change, kind, caller)
                .compose(created -> update(
                        row.getString("id"), row.getArrayOfStrings("wanted"), row.getString("wanted_by"), expiresIn))
                .compose(seat -> Ledger.append(
                                connection, caller, LedgerEntry.ofSeat(LedgerEntry.Kind.SEAT_REFRESHED, seat, change))
                        .compose(noted -> Changes.confirm(connection, change, List.of(seat.target()), false))
                        .compose(confirmed -> Changes.read(connection, change))
                        .map(read -> Outcome.ofSeat(read, false, seat, List.of())));
    }

    Future<Outcome> close(Intent.CloseSeat close) {
        return locked(close.seat())
                .compose(row -> row.getString("closed_by") == null
                        ? end(Rows.seat(row), NewIds.next(), close.kind(), LedgerEntry.Kind.SEAT_CLOSED)
                        : Changes.read(connection, row.getString("closed_by"))
                                .map(change -> Outcome.ofSeat(change, false, Rows.seat(row), List.of())));
    }

    private Future<Row> locked(String id) {
        return CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(LOCK).execute(Tuple.of(id)))
                .compose(rows -> Rows.first(rows)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("seat " + id))));
    }

    private Future<Outcome> end(Seat seat, String change, String kind, LedgerEntry.Kind entry) {
        return Changes.create(connection, change, kind, caller)
                .compose(created -> connection.preparedQuery(CLOSE).execute(Tuple.of(seat.id(), change)))
                .compose(closed -> advanced(change, entry, seat, false));
    }

    private Future<Outcome> advanced(String change, LedgerEntry.Kind entry, Seat seat, boolean created) {
        return Ledger.append(connection, caller, LedgerEntry.ofSeat(entry, seat, change))
                .compose(noted -> Changes.advance(connection, change, List.of(seat.target())))
                .compose(advanced -> Changes.read(connection, change))
                .map(read -> Outcome.ofSeat(read, created, seat, List.of(seat.target())));
    }

    private Future<Seat> update(String id, String[] wanted, String wantedBy, Optional<Duration> expiresIn) {
        return connection
                .preparedQuery(WANT)
                .execute(Tuple.tuple()
                        .addValue(id)
                        .addValue(wanted)
                        .addValue(wantedBy)
                        .addValue(millis(expiresIn)))
                .map(rows -> Rows.seat(rows.iterator().next()));
    }

    private static boolean isOver(Row row) {
        return row.getString("closed_by") != null || row.getBoolean("expired");
    }

    private static ConflictException closed(String id) {
        return new ConflictException("seat " + id + " is closed for good; open another");
    }

    private static String[] texts(Optional<List<TopicFilter>> wanted) {
        return wanted.map(filters -> Rows.array(filters, TopicFilter::toSmf)).orElse(null);
    }

    private static Long millis(Optional<Duration> span) {
        return span.map(Duration::toMillis).orElse(null);
    }

    private static void requireStorable(Optional<Duration> expiresIn) {
        expiresIn.filter(span -> span.compareTo(LONGEST) > 0).ifPresent(span -> {
            throw new IllegalArgumentException("a seat cannot expire in more than " + LONGEST.toDays() + " days");
        });
    }
}
