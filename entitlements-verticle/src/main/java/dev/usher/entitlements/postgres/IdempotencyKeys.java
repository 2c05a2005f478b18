package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.port.EntitlementStore.KeyReusedException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/**
 * Answers to requests that came with a key, for a day. The key is taken first of all, so whoever comes with the same one waits
 * until the first is through, and then answers as that did.
 */
final class IdempotencyKeys {
    private static final String TAKE = """
            insert into idempotency_keys as k (caller, key, fingerprint) values ($1, $2, $3)
            on conflict (caller, key) do update
            set fingerprint = excluded.fingerprint, recorded_at = now(), change_id = null, created = null, seat = null
            where k.recorded_at < now() - interval '1 day'
            returning 1
            """;
    private static final String FIND =
            "select fingerprint, change_id, created, seat from idempotency_keys where caller = $1 and key = $2";
    private static final String KEEP =
            "update idempotency_keys set change_id = $3, created = $4, seat = $5 where caller = $1 and key = $2";
    private static final String PRUNE = """
            delete from idempotency_keys where (caller, key) in (
              select caller, key from idempotency_keys where recorded_at < now() - interval '1 day'
              limit 10000 for update skip locked)
            """;

    private IdempotencyKeys() {}

    /** The answer that was given for the key; empty if it is the caller's now. Fails with {@link KeyReusedException}. */
    static Future<Optional<Committed>> take(SqlConnection connection, Caller caller, IdempotencyKey key) {
        return connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(caller.name(), key.key(), key.fingerprint()))
                .compose(taken -> taken.rowCount() > 0
                        ? Future.succeededFuture(Optional.empty())
                        : connection
                                .preparedQuery(FIND)
                                .execute(Tuple.of(caller.name(), key.key()))
                                .compose(rows ->
                                        answer(connection, rows.iterator().next(), key)));
    }

    private static Future<Optional<Committed>> answer(SqlConnection connection, Row row, IdempotencyKey key) {
        if (!row.getString("fingerprint").equals(key.fingerprint())) {
            return Future.failedFuture(new KeyReusedException());
        }
        return Changes.read(connection, row.getString("change_id"))
                .map(change -> Optional.of(new Committed(
                        change,
                        row.getBoolean("created"),
                        Optional.ofNullable(row.getJsonObject("seat")).map(Rows::seat))));
    }

    static Future<Committed> keep(SqlConnection connection, Caller caller, IdempotencyKey key, Committed committed) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(
                        caller.name(),
                        key.key(),
                        committed.change().id(),
                        committed.created(),
                        committed.seat().map(IdempotencyKeys::json).orElse(null)))
                .map(committed);
    }

    /** As the row of the seat is in JSON. */
    private static JsonObject json(Seat seat) {
        return new JsonObject()
                .put("id", seat.id())
                .put("user_id", seat.target().user())
                .put("broker", seat.target().broker())
                .put("client_username", seat.target().clientUsername())
                .put("client_kind", seat.client().kind())
                .put("client_value", seat.client().value())
                .put("opened_at", seat.openedAt().toString())
                .put(
                        "wanted",
                        seat.wanted()
                                .map(wanted -> new JsonArray(
                                        wanted.stream().map(TopicFilter::toSmf).toList()))
                                .orElse(null))
                .put("expires_at", seat.expiresAt().map(Object::toString).orElse(null));
    }

    /** Forgets what is older than a day. A statement of its own: keys are taken before any other lock. */
    static Future<Void> prune(SqlClient client) {
        return client.preparedQuery(PRUNE).execute().mapEmpty();
    }
}
