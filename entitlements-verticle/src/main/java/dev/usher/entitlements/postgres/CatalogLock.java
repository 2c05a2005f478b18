package dev.usher.entitlements.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * Keeps the catalog and the other intents apart: members, mappings and definitions only change while nobody else writes
 * an intent, so every other writer may rely on them for its whole transaction. Released when the transaction ends.
 */
final class CatalogLock {
    /** Any number will do as long as nothing else in the database uses it. */
    private static final long KEY = 0x7573_6865_7201L;

    private CatalogLock() {}

    static Future<Void> shared(SqlConnection connection) {
        return take(connection, "select pg_advisory_xact_lock_shared($1)");
    }

    static Future<Void> exclusive(SqlConnection connection) {
        return take(connection, "select pg_advisory_xact_lock($1)");
    }

    private static Future<Void> take(SqlConnection connection, String sql) {
        return connection.preparedQuery(sql).execute(Tuple.of(KEY)).mapEmpty();
    }
}
