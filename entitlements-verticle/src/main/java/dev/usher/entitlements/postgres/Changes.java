package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Changes and the epochs they commit for their targets.
 *
 * <p>Rows of one client username are locked before its epoch is read, always in the same order. So two writers never take
 * the same epoch, the later epoch is committed later, and a snapshot that shows an epoch also shows everything behind it.
 */
final class Changes {
    static final String CATALOG = "catalog";
    static final String SEAT_OPENED = "seat-opened";
    static final String SEAT_CLOSED = "seat-closed";
    static final String USER_STATUS = "user-status";
    static final String GROUP_PRODUCTS = "group-products";

    private static final String CREATE = "insert into changes (id, kind, caller, reason) values ($1, $2, $3, $4)";

    private static final String LOCK = """
            select 1 from enforcement e
            where (e.broker, e.client_username) in (select * from unnest($1::text[], $2::text[]))
            order by e.broker, e.client_username, e.user_id
            for update
            """;

    /** One above every epoch of the client username, whoever had it: its new user starts above the one before. */
    private static final String ADVANCE = """
            insert into enforcement as mine (broker, client_username, user_id, desired_epoch, pending_since)
            select t.broker, t.client_username, t.user_id, 1 + coalesce(max(e.desired_epoch), 0), now()
            from unnest($1::text[], $2::text[], $3::text[]) as t(broker, client_username, user_id)
            left join enforcement e using (broker, client_username)
            group by t.broker, t.client_username, t.user_id
            on conflict (broker, client_username, user_id) do update
            set desired_epoch = excluded.desired_epoch,
                pending_since = coalesce(mine.pending_since, excluded.pending_since)
            """;

    /** An epoch that is proven already, because nothing had to change, brings its proof along. */
    private static final String ADD_TARGETS = """
            insert into change_targets (change_id, broker, client_username, user_id, epoch,
              proof_kind, proof_at, disconnected, remaining)
            select $4, e.broker, e.client_username, e.user_id, e.desired_epoch,
              case when e.enforced_epoch = e.desired_epoch then e.proof_kind end,
              case when e.enforced_epoch = e.desired_epoch then e.proof_at end,
              e.enforced_epoch = e.desired_epoch and e.disconnected_epoch = e.desired_epoch,
              case when e.enforced_epoch = e.desired_epoch then e.remaining else '{}' end
            from unnest($1::text[], $2::text[], $3::text[]) as t(broker, client_username, user_id)
            join enforcement e using (broker, client_username, user_id)
            """;

    private static final String READ = """
            select c.id, c.kind, c.requested_at, t.broker, t.client_username, t.user_id, t.epoch,
              t.proof_kind, t.proof_at, t.disconnected,
              case when t.proof_at is not null then t.remaining
                   when e.pending_epoch >= t.epoch and cardinality(e.pending_left) > 0 then e.pending_left
                   else array['not enforced yet'] end as remaining
            from changes c
            left join change_targets t on t.change_id = c.id
            left join enforcement e using (broker, client_username, user_id)
            where c.id = $1
            order by t.broker, t.client_username, t.user_id
            """;

    private Changes() {}

    static Future<Void> create(SqlConnection connection, String id, String kind, Caller caller) {
        return connection
                .preparedQuery(CREATE)
                .execute(Tuple.of(id, kind, caller.name(), caller.reason()))
                .mapEmpty();
    }

    /** Gives each target a new epoch and puts it on the change's list. */
    static Future<Void> advance(SqlConnection connection, String change, Collection<UserOnBroker> targets) {
        if (targets.isEmpty()) {
            return Future.succeededFuture();
        }
        return lock(connection, targets)
                .compose(locked -> connection.preparedQuery(ADVANCE).execute(columns(targets)))
                .compose(advanced -> list(connection, change, targets));
    }

    /** Puts the targets on the change's list with the epoch they have, for a change that found nothing to change. */
    static Future<Void> confirm(SqlConnection connection, String change, Collection<UserOnBroker> targets) {
        if (targets.isEmpty()) {
            return Future.succeededFuture();
        }
        // The lock keeps a proof from being recorded between reading the epoch and writing the list.
        return lock(connection, targets).compose(locked -> list(connection, change, targets));
    }

    /** Fails with {@link NotFoundException}. */
    static Future<Change> read(SqlClient client, String id) {
        return client.preparedQuery(READ).execute(Tuple.of(id)).compose(rows -> {
            if (rows.size() == 0) {
                return Future.failedFuture(new NotFoundException("change " + id));
            }
            Row first = rows.iterator().next();
            List<Change.Target> targets =
                    first.getString("user_id") == null ? List.of() : Rows.all(rows, Changes::target);
            return Future.succeededFuture(new Change(
                    first.getString("id"),
                    first.getString("kind"),
                    first.getOffsetDateTime("requested_at").toInstant(),
                    targets));
        });
    }

    private static Future<Void> lock(SqlConnection connection, Collection<UserOnBroker> targets) {
        return connection
                .preparedQuery(LOCK)
                .execute(Rows.pair(
                        Rows.array(targets, UserOnBroker::broker), Rows.array(targets, UserOnBroker::clientUsername)))
                .mapEmpty();
    }

    private static Future<Void> list(SqlConnection connection, String change, Collection<UserOnBroker> targets) {
        return connection
                .preparedQuery(ADD_TARGETS)
                .execute(columns(targets).addValue(change))
                .mapEmpty();
    }

    private static Tuple columns(Collection<UserOnBroker> targets) {
        return Tuple.of(
                Rows.array(targets, UserOnBroker::broker),
                Rows.array(targets, UserOnBroker::clientUsername),
                Rows.array(targets, UserOnBroker::user));
    }

    private static Change.Target target(Row row) {
        Optional<Change.ProofRecord> proof = Optional.ofNullable(row.getString("proof_kind"))
                .map(kind -> new Change.ProofRecord(
                        kind, row.getOffsetDateTime("proof_at").toInstant()));
        return new Change.Target(
                Rows.target(row),
                row.getLong("epoch"),
                proof,
                List.of(row.getArrayOfStrings("remaining")),
                row.getBoolean("disconnected"));
    }
}
