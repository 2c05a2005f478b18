package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;

/** Adds lines to the ledger, inside the transaction they are about. There is nothing else one can do with it. */
final class Ledger {
    /** Who speaks when nobody asked: what was found out on the brokers. */
    static final Caller USHER = new Caller("usher", "");

    private static final String APPEND = """
            insert into ledger (kind, user_id, broker, client_username, seat_id, change_id, detail, caller, reason)
            select l.kind, l.user_id, l.broker, l.client_username, l.seat_id, l.change_id, l.detail::jsonb, $8, $9
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
              with ordinality as l(kind, user_id, broker, client_username, seat_id, change_id, detail, place)
            order by l.place
            """;

    private Ledger() {}

    static Future<Void> append(SqlConnection connection, Caller caller, List<LedgerEntry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(column(entries, entry -> entry.kind().text()))
                        .addValue(column(entries, LedgerEntry::user))
                        .addValue(column(entries, LedgerEntry::broker))
                        .addValue(column(entries, LedgerEntry::clientUsername))
                        .addValue(column(entries, LedgerEntry::seat))
                        .addValue(column(entries, LedgerEntry::change))
                        .addValue(column(entries, entry -> entry.detail().encode()))
                        .addValue(caller.name())
                        .addValue(caller.reason()))
                .mapEmpty();
    }

    static Future<Void> append(SqlConnection connection, Caller caller, LedgerEntry entry) {
        return append(connection, caller, List.of(entry));
    }

    private static String[] column(List<LedgerEntry> entries, Function<LedgerEntry, String> value) {
        return entries.stream().map(value).toArray(String[]::new);
    }
}
