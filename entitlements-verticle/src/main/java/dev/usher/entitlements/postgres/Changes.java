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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Changes and the epochs they commit for their targets.
 *
 * <p>Rows of one client username are locked before its epoch is read, always in the same order. So two writers never take
 * the same epoch, the later epoch is committed later, and a snapshot that shows an epoch also shows everything behind it.
 */
final class Changes {
    private static final String CREATE =
            "insert into changes (id, kind, caller, reason) select id, $2, $3, $4 from unnest($1::text[]) as id";

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
            select t.change_id, e.broker, e.client_username, e.user_id, e.desired_epoch,
              case when e.enforced_epoch = e.desired_epoch then e.proof_kind end,
              case when e.enforced_epoch = e.desired_epoch then e.proof_at end,
              e.enforced_epoch = e.desired_epoch and e.disconnected_epoch = e.desired_epoch,
              case when e.enforced_epoch = e.desired_epoch then e.remaining else '{}' end
            from unnest($1::text[], $2::text[], $3::text[], $4::text[])
              as t(broker, client_username, user_id, change_id)
            join enforcement e using (broker, client_username, user_id)
            where not ($5 and e.settled)
            """;

    /** Of one change or several; a row without a user for a change that touches nobody. */
    static final String TARGETS = """
            select c.id, c.kind, c.requested_at, t.broker, t.client_username, t.user_id, t.epoch,
              t.proof_kind, t.proof_at, t.disconnected, e.pending_since,
              coalesce(e.pending_hopeless and e.pending_epoch >= t.epoch, false) as hopeless,
              case when t.proof_at is not null then t.remaining
                   when e.pending_epoch >= t.epoch and cardinality(e.pending_left) > 0 then e.pending_left
                   else array['not enforced yet'] end as remaining
            from changes c
            left join change_targets t on t.change_id = c.id
            left join enforcement e using (broker, client_username, user_id)
            where c.id = any($1::text[])
            """;

    private static final String READ = TARGETS + " order by c.id, t.broker, t.client_username, t.user_id";

    private Changes() {}

    static Future<Void> create(SqlConnection connection, String id, String kind, Caller caller) {
        return create(connection, List.of(id), kind, caller);
    }

    /** Several of one kind. */
    static Future<Void> create(SqlConnection connection, List<String> ids, String kind, Caller caller) {
        return connection
                .preparedQuery(CREATE)
                .execute(
                        Rows.pair(Rows.array(ids), kind).addValue(caller.name()).addValue(caller.reason()))
                .mapEmpty();
    }

    /** Gives each target a new epoch and puts it on the change's list. */
    static Future<Void> advance(SqlConnection connection, String change, Collection<UserOnBroker> targets) {
        return advance(connection, Collections.nCopies(targets.size(), change), List.copyOf(targets));
    }

    /** As {@link #advance}, each target for the change in the same place; one of several changes gets one epoch. */
    static Future<Void> advance(SqlConnection connection, List<String> changes, List<UserOnBroker> targets) {
        if (targets.isEmpty()) {
            return Future.succeededFuture();
        }
        Set<UserOnBroker> distinct = new LinkedHashSet<>(targets);
        return lock(connection, distinct)
                .compose(locked -> connection.preparedQuery(ADVANCE).execute(columns(distinct)))
                .compose(advanced -> list(connection, changes, targets, false));
    }

    /** Puts the targets on the change's list with the epoch they have, for a change that changes nothing for them. */
    static Future<Void> confirm(
            SqlConnection connection, String change, Collection<UserOnBroker> targets, boolean unsettledOnly) {
        if (targets.isEmpty()) {
            return Future.succeededFuture();
        }
        // The lock keeps a proof from being recorded between reading the epoch and writing the list.
        return lock(connection, targets)
                .compose(locked ->
                        list(connection, Collections.nCopies(targets.size(), change), targets, unsettledOnly));
    }

    /** Fails with {@link NotFoundException}. */
    static Future<Change> read(SqlClient client, String id) {
        return readAll(client, List.of(id))
                .compose(found -> found.isEmpty()
                        ? Future.failedFuture(new NotFoundException("change " + id))
                        : Future.succeededFuture(found.get(0)));
    }

    /** Those that exist, by name. */
    static Future<List<Change>> readAll(SqlClient client, List<String> ids) {
        return client.preparedQuery(READ)
                .execute(Tuple.tuple().addValue(Rows.array(ids)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.groupingBy(
                                row -> row.getString("id"), LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .map(ofOne -> change(ofOne.get(0), targets(ofOne)))
                        .toList());
    }

    static Change change(Row row, List<Change.Target> targets) {
        return new Change(
                row.getString("id"),
                row.getString("kind"),
                row.getOffsetDateTime("requested_at").toInstant(),
                targets);
    }

    /** From rows of one change. */
    static List<Change.Target> targets(List<Row> rows) {
        return rows.get(0).getString("user_id") == null
                ? List.of()
                : rows.stream().map(Changes::target).toList();
    }

    private static Future<Void> lock(SqlConnection connection, Collection<UserOnBroker> targets) {
        return connection
                .preparedQuery(LOCK)
                .execute(Rows.pair(
                        Rows.array(targets, UserOnBroker::broker), Rows.array(targets, UserOnBroker::clientUsername)))
                .mapEmpty();
    }

    private static Future<Void> list(
            SqlConnection connection,
            Collection<String> changes,
            Collection<UserOnBroker> targets,
            boolean unsettledOnly) {
        return connection
                .preparedQuery(ADD_TARGETS)
                .execute(columns(targets).addValue(Rows.array(changes)).addValue(unsettledOnly))
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
