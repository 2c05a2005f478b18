package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Intent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/**
 * The catalog of the configuration. One with the content that was applied last does nothing at all, so that what others did
 * since survives a restart. One with other content wins, entirely, but for a user's status; see {@link Overrides}.
 */
final class Seeds {
    private static final String LAST = "select change_id from catalog_applied where content_hash = $1";
    private static final String APPLIED = """
            insert into catalog_applied (content_hash, change_id) values ($1, $2)
            on conflict (only_row) do update
            set content_hash = excluded.content_hash, change_id = excluded.change_id, applied_at = now()
            """;

    private Seeds() {}

    static Future<Outcome> perform(SqlConnection connection, Intent.Seed seed, Caller caller) {
        String hash = CatalogHash.of(seed.definitions());
        return CatalogLock.exclusive(connection)
                .compose(locked -> connection.preparedQuery(LAST).execute(Tuple.of(hash)))
                .compose(same -> Rows.first(same)
                        .map(row -> Changes.read(connection, row.getString("change_id"))
                                .map(Outcome::unchanged))
                        .orElseGet(() -> replace(connection, seed, hash, caller)));
    }

    private static Future<Outcome> replace(SqlConnection connection, Intent.Seed seed, String hash, Caller caller) {
        return Overrides.read(connection)
                .compose(overrides ->
                        new RightsWrites(connection, Edit.of(seed), seed.kind(), caller, overrides).perform())
                .compose(outcome -> {
                    String change = outcome.committed().change().id();
                    LedgerEntry entry = LedgerEntry.of(
                            LedgerEntry.Kind.CATALOG_APPLIED, change, new JsonObject().put("contentHash", hash));
                    return connection
                            .preparedQuery(APPLIED)
                            .execute(Tuple.of(hash, change))
                            .compose(applied -> Ledger.append(connection, caller, entry))
                            .map(outcome);
                });
    }
}
