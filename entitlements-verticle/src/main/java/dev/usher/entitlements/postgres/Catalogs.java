package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.postgres.CatalogDiff.Link;
import dev.usher.entitlements.postgres.LedgerEntry.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Applies catalogs.
 *
 * <p><b>Whose word counts.</b> The catalog is a file that is applied at every start, and {@code setGroupProducts} changes what
 * it said. So a catalog with the content that was applied last does nothing at all: what the API did since survives a
 * restart. A catalog with other content wins, entirely: rows become equal to it, and where that undoes what the API did, the
 * ledger entry names the change it undoes as {@code overrides}. One thing it never overrides is a user's status.
 */
final class Catalogs {
    private static final String LAST = "select change_id from catalog_applied where content_hash = $1";
    private static final String APPLIED = """
            insert into catalog_applied (content_hash, change_id) values ($1, $2)
            on conflict (only_row) do update
            set content_hash = excluded.content_hash, change_id = excluded.change_id, applied_at = now()
            """;
    private static final String REPLACED_GROUPS = "select id, replaced_by from groups where replaced_by is not null";
    private static final String FORGET_REPLACED = "update groups set replaced_by = null where replaced_by is not null";

    private static final String CLOSE_SEATS = """
            update seats s set closed_at = now(), closed_by = $1
            where s.closed_at is null and not exists (select 1 from user_brokers b
              where b.user_id = s.user_id and b.broker = s.broker and b.client_username = s.client_username)
            returning s.*
            """;

    private final Database database;

    Catalogs(Database database) {
        this.database = database;
    }

    Future<Change> apply(Catalog catalog, Caller caller) {
        String hash = CatalogHash.of(catalog);
        return database.writeCatalog(connection -> CatalogLock.exclusive(connection)
                .compose(locked -> connection.preparedQuery(LAST).execute(Tuple.of(hash)))
                .compose(same -> Rows.first(same)
                        .map(row -> Changes.read(connection, row.getString("change_id")))
                        .orElseGet(() -> replace(connection, catalog, hash, caller))));
    }

    private static Future<Change> replace(SqlConnection connection, Catalog catalog, String hash, Caller caller) {
        String change = NewIds.next();
        return replacedGroups(connection)
                .compose(replaced -> CatalogRows.read(connection)
                        .compose(before -> write(connection, change, before, catalog, replaced, caller)))
                .compose(written -> connection.preparedQuery(FORGET_REPLACED).execute())
                .compose(forgotten -> connection.preparedQuery(APPLIED).execute(Tuple.of(hash, change)))
                .compose(applied -> Ledger.append(
                        connection,
                        caller,
                        LedgerEntry.of(Kind.CATALOG_APPLIED, change, new JsonObject().put("contentHash", hash))))
                .compose(noted -> Changes.read(connection, change));
    }

    private static Future<Map<String, String>> replacedGroups(SqlConnection connection) {
        return connection.preparedQuery(REPLACED_GROUPS).execute().map(rows -> {
            Map<String, String> changes = new TreeMap<>();
            rows.forEach(row -> changes.put(row.getString("id"), row.getString("replaced_by")));
            return changes;
        });
    }

    private static Future<Void> write(
            SqlConnection connection,
            String change,
            Catalog before,
            Catalog after,
            Map<String, String> replaced,
            Caller caller) {
        CatalogDiff diff = CatalogDiff.between(before, after);
        return Changes.create(connection, change, Changes.CATALOG, caller)
                .compose(created -> CatalogRows.write(connection, diff))
                .compose(done -> connection.preparedQuery(CLOSE_SEATS).execute(Tuple.of(change)))
                .compose(closed -> {
                    List<LedgerEntry> entries = entries(change, diff, replaced);
                    Rows.all(closed, Rows::seat).forEach(seat -> entries.add(closed(seat, change)));
                    return Ledger.append(connection, caller, entries);
                })
                .compose(noted -> Changes.advance(connection, change, diff.touched()));
    }

    private static LedgerEntry closed(Seat seat, String change) {
        return LedgerEntry.ofSeat(Kind.SEAT_CLOSED, seat, change);
    }

    private static List<LedgerEntry> entries(String change, CatalogDiff diff, Map<String, String> replaced) {
        List<LedgerEntry> entries = new ArrayList<>();
        for (Product product : diff.definedProducts()) {
            entries.add(LedgerEntry.of(
                    Kind.PRODUCT_DEFINED,
                    change,
                    new JsonObject().put("product", product.id()).put("filters", CatalogHash.filters(product))));
        }
        for (User user : diff.newUsers()) {
            entries.add(LedgerEntry.ofUser(
                    Kind.USER_ADDED,
                    user.id(),
                    change,
                    new JsonObject().put("status", user.status().name())));
        }
        mappings(Kind.UNMAPPED, change, diff.mappings().removed(), entries);
        mappings(Kind.MAPPED, change, diff.mappings().added(), entries);
        groupGrants(Kind.REVOKED, change, diff.groupProducts().removed(), replaced, entries);
        groupGrants(Kind.GRANTED, change, diff.groupProducts().added(), replaced, entries);
        userGrants(Kind.REVOKED, change, "group", diff.memberships().removed(), entries);
        userGrants(Kind.GRANTED, change, "group", diff.memberships().added(), entries);
        userGrants(Kind.REVOKED, change, "product", diff.userProducts().removed(), entries);
        userGrants(Kind.GRANTED, change, "product", diff.userProducts().added(), entries);
        diff.removedUsers()
                .forEach(user -> entries.add(LedgerEntry.ofUser(Kind.USER_REMOVED, user, change, new JsonObject())));
        diff.products()
                .removed()
                .forEach(product -> entries.add(
                        LedgerEntry.of(Kind.PRODUCT_REMOVED, change, new JsonObject().put("product", product))));
        return entries;
    }

    private static void mappings(Kind kind, String change, List<UserOnBroker> targets, List<LedgerEntry> entries) {
        targets.forEach(target -> entries.add(LedgerEntry.ofTarget(kind, target, change, new JsonObject())));
    }

    private static void groupGrants(
            Kind kind, String change, List<Link> links, Map<String, String> replaced, List<LedgerEntry> entries) {
        for (Link link : links) {
            JsonObject detail = new JsonObject().put("group", link.holder()).put("product", link.held());
            Optional.ofNullable(replaced.get(link.holder())).ifPresent(by -> detail.put("overrides", by));
            entries.add(LedgerEntry.of(kind, change, detail));
        }
    }

    private static void userGrants(Kind kind, String change, String what, List<Link> links, List<LedgerEntry> entries) {
        links.forEach(link ->
                entries.add(LedgerEntry.ofUser(kind, link.holder(), change, new JsonObject().put(what, link.held()))));
    }
}
