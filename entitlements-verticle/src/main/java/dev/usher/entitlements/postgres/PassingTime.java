package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Boundaries;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Commits what the clock has brought about. Whatever begins or ends counts at its instant by itself, since rights are read by
 * the clock; what is added here are the epochs and the ledger, so that it is enforced and on record.
 *
 * <p>What was passed is remembered, and users are compared as they were then and as they are now. A write of rights that comes
 * between judges by its own instant, so whoever is not touched there is touched here.
 */
final class PassingTime {
    static final String GRANTS_CHANGED = "grants-changed-by-time";
    static final String SEAT_EXPIRED = "seat-expired";

    /** In one round; more follow in the next, which comes at once. */
    private static final int SEATS_AT_ONCE = 1000;

    /**
     * Without a lock, so that asking costs little: is there anything to do, and when is there next? An instant in the future
     * of which a warning is due before counts as the instant of the warning, too.
     */
    private static final String LOOK = """
            with clock as (
              select statement_timestamp() as now, $1::bigint * interval '1 millisecond' as warning,
                (select passed_at from boundaries_passed) as passed
            ), instants as (
              select valid_from as at from group_products where valid_from > (select passed from clock)
              union all select valid_until from group_products where valid_until > (select passed from clock)
              union all select valid_from from user_products where valid_from > (select passed from clock)
              union all select valid_until from user_products where valid_until > (select passed from clock)
            ), warnings as (
              select valid_until - c.warning as at from group_products, clock c where valid_until - c.warning > c.now
              union all
              select valid_until - c.warning from user_products, clock c where valid_until - c.warning > c.now
              union all
              select expires_at - c.warning from seats, clock c
              where closed_at is null and expires_at - c.warning > c.now
            ), upcoming as (
              select min(at) as at from instants, clock c where at > c.now
              union all select min(at) from warnings
              union all select min(expires_at) from seats, clock c where closed_at is null and expires_at > c.now
            )
            select (select exists (select 1 from instants i where i.at <= c.now)) as grants_due,
              (select exists (select 1 from seats where closed_at is null and expires_at <= c.now)) as seats_due,
              extract(epoch from (select min(at) from upcoming) - c.now)::float8 as next
            from clock c
            """;

    /** Moves on over a time in which nothing began or ended. */
    private static final String NOTHING_PASSED = """
            with clock as (select statement_timestamp() as now), moved as (
              update boundaries_passed p set passed_at = c.now from clock c
              where p.passed_at < c.now
                and not exists (select 1 from group_products
                  where valid_from > p.passed_at and valid_from <= c.now
                    or valid_until > p.passed_at and valid_until <= c.now)
                and not exists (select 1 from user_products
                  where valid_from > p.passed_at and valid_from <= c.now
                    or valid_until > p.passed_at and valid_until <= c.now))
            select now from clock
            """;

    private static final String PASSED =
            "select passed_at, statement_timestamp() as now from boundaries_passed for update";
    private static final String PASS = "update boundaries_passed set passed_at = $1";

    private static final String CROSSED = """
            select 'group' as holder_kind, group_id as holder, product_id, valid_from as at, true as begins
            from group_products where valid_from > $1 and valid_from <= $2
            union all select 'group', group_id, product_id, valid_until, false
            from group_products where valid_until > $1 and valid_until <= $2
            union all select 'user', user_id, product_id, valid_from, true
            from user_products where valid_from > $1 and valid_from <= $2
            union all select 'user', user_id, product_id, valid_until, false
            from user_products where valid_until > $1 and valid_until <= $2
            order by at, holder_kind, holder, product_id
            """;

    private static final String EXPIRED = """
            select * from seats where closed_at is null and expires_at <= statement_timestamp()
            order by id limit $1 for update
            """;
    private static final String CLOSE = """
            update seats s set closed_at = now(), closed_by = t.change_id
            from unnest($1::text[], $2::text[]) as t(id, change_id) where s.id = t.id
            """;

    private final Database database;
    private final ExpiryNotices notices = new ExpiryNotices();

    PassingTime(Database database) {
        this.database = database;
    }

    Future<Boundaries> pass(Duration warning) {
        return database.read(client -> look(client, warning)).compose(seen -> {
            List<Change> changes = new ArrayList<>();
            Future<Void> grants = seen.grantsDue()
                    ? database.writeCatalog(PassingTime::passGrants)
                            .onSuccess(passed -> passed.ifPresent(changes::add))
                            .mapEmpty()
                    : Future.succeededFuture();
            return grants.compose(passed -> seen.seatsDue()
                            ? database.writeCatalog(PassingTime::expireSeats)
                            : Future.succeededFuture(List.<Change>of()))
                    .compose(expired -> {
                        changes.addAll(expired);
                        return database.write(connection -> notices.due(connection, warning));
                    })
                    .compose(expiring -> database.read(client -> look(client, warning))
                            .map(now -> new Boundaries(changes, expiring, now.untilNext())))
                    .compose(boundaries -> database.read(IdempotencyKeys::prune).map(boundaries));
        });
    }

    /**
     * The instant by which a write of rights judges, taken with the catalog locked. What it finds as it was stored before has
     * not to be looked at again up to this instant, unless something began or ended that is not acted on yet.
     */
    static Future<Instant> now(SqlConnection connection) {
        return connection
                .preparedQuery(NOTHING_PASSED)
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime("now").toInstant());
    }

    private record Seen(boolean grantsDue, boolean seatsDue, Optional<Duration> next) {
        /** Something that is due already, because there is much to do or it came up meanwhile, is next. */
        Optional<Duration> untilNext() {
            return grantsDue || seatsDue ? Optional.of(Duration.ZERO) : next;
        }
    }

    private static Future<Seen> look(SqlClient client, Duration warning) {
        return client.preparedQuery(LOOK).execute(Tuple.of(warning.toMillis())).map(rows -> {
            Row row = rows.iterator().next();
            return new Seen(
                    row.getBoolean("grants_due"),
                    row.getBoolean("seats_due"),
                    Optional.ofNullable(row.getDouble("next"))
                            .map(seconds -> Duration.ofMillis((long) Math.ceil(seconds * 1000))));
        });
    }

    private static Future<Optional<Change>> passGrants(SqlConnection connection) {
        return CatalogLock.exclusive(connection)
                .compose(locked -> connection.preparedQuery(PASSED).execute())
                .compose(rows -> {
                    OffsetDateTime passed = rows.iterator().next().getOffsetDateTime("passed_at");
                    OffsetDateTime now = rows.iterator().next().getOffsetDateTime("now");
                    return connection
                            .preparedQuery(CROSSED)
                            .execute(Tuple.of(passed, now))
                            .compose(crossed -> crossed.size() == 0
                                    ? Future.succeededFuture(Optional.empty())
                                    : cross(connection, crossed, passed.toInstant(), now.toInstant()));
                });
    }

    private static Future<Optional<Change>> cross(
            SqlConnection connection, RowSet<Row> crossed, Instant passed, Instant now) {
        Set<String> groups = new TreeSet<>();
        Set<String> users = new TreeSet<>();
        List<LedgerEntry> entries = new ArrayList<>();
        String change = NewIds.next();
        for (Row row : crossed) {
            boolean ofGroup = row.getString("holder_kind").equals("group");
            (ofGroup ? groups : users).add(row.getString("holder"));
            entries.add(entry(row, ofGroup, change));
        }
        return Changes.create(connection, change, GRANTS_CHANGED, Ledger.USHER)
                .compose(created -> CatalogRows.within(connection, Scope.of(Set.of(), groups, users)))
                .compose(catalog -> Changes.advance(connection, change, Touched.between(catalog, passed, catalog, now)))
                .compose(advanced -> Ledger.append(connection, Ledger.USHER, entries))
                .compose(noted -> connection.preparedQuery(PASS).execute(Tuple.of(now.atOffset(ZoneOffset.UTC))))
                .compose(done -> Changes.read(connection, change))
                .map(Optional::of);
    }

    private static LedgerEntry entry(Row row, boolean ofGroup, String change) {
        LedgerEntry.Kind kind = row.getBoolean("begins") ? LedgerEntry.Kind.GRANT_BEGAN : LedgerEntry.Kind.GRANT_ENDED;
        JsonObject detail = new JsonObject()
                .put("product", row.getString("product_id"))
                .put("at", row.getOffsetDateTime("at").toInstant().toString());
        return ofGroup
                ? LedgerEntry.of(kind, change, detail.put("group", row.getString("holder")))
                : LedgerEntry.ofUser(kind, row.getString("holder"), change, detail);
    }

    /** Each by a change of its own, so that whoever closes a seat that expired learns of no other. */
    private static Future<List<Change>> expireSeats(SqlConnection connection) {
        return CatalogLock.exclusive(connection)
                .compose(locked -> connection.preparedQuery(EXPIRED).execute(Tuple.of(SEATS_AT_ONCE)))
                .compose(rows -> {
                    List<Seat> seats = Rows.all(rows, Rows::seat);
                    return seats.isEmpty() ? Future.succeededFuture(List.of()) : expire(connection, seats);
                });
    }

    private static Future<List<Change>> expire(SqlConnection connection, List<Seat> seats) {
        List<String> changes = seats.stream().map(seat -> NewIds.next()).toList();
        List<UserOnBroker> targets = seats.stream().map(Seat::target).toList();
        List<LedgerEntry> entries = new ArrayList<>();
        for (int i = 0; i < seats.size(); i++) {
            entries.add(LedgerEntry.ofSeat(LedgerEntry.Kind.SEAT_EXPIRED, seats.get(i), changes.get(i)));
        }
        return Changes.create(connection, changes, SEAT_EXPIRED, Ledger.USHER)
                .compose(created -> connection
                        .preparedQuery(CLOSE)
                        .execute(Rows.pair(Rows.array(seats, Seat::id), Rows.array(changes))))
                .compose(closed -> Ledger.append(connection, Ledger.USHER, entries))
                .compose(noted -> Changes.advance(connection, changes, targets))
                .compose(advanced -> Changes.readAll(connection, changes));
    }
}
