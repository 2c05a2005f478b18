package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Changes of what users hold: suspend, reactivate, replace a group's products. */
final class Intents {
    private static final String LOCK_USER = "select status from users where id = $1 for update";
    private static final String SET_STATUS = "update users set status = $2 where id = $1";
    private static final String TARGETS_OF_USER =
            "select user_id, broker, client_username from user_brokers where user_id = $1";

    private static final String LOCK_GROUP = "select 1 from groups where id = $1 for update";
    private static final String PRODUCTS_OF_GROUP = "select product_id from group_products where group_id = $1";
    private static final String KNOWN_PRODUCTS = "select id from products where id = any($1::text[])";
    private static final String DROP_PRODUCTS =
            "delete from group_products where group_id = $1 and product_id = any($2::text[])";
    private static final String ADD_PRODUCTS =
            "insert into group_products (group_id, product_id) select $1, p from unnest($2::text[]) as p";
    private static final String MARK_GROUP = "update groups set replaced_by = $2 where id = $1";
    // Suspended members, too: one who is reactivated meanwhile would otherwise keep an epoch that knew the old
    // products.
    private static final String TARGETS_OF_GROUP = """
            select b.user_id, b.broker, b.client_username
            from user_groups g join user_brokers b using (user_id)
            where g.group_id = $1
            """;

    private final Database database;

    Intents(Database database) {
        this.database = database;
    }

    Future<Change> setStatus(String user, UserStatus status, Caller caller) {
        String change = NewIds.next();
        return database.write(connection -> CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(LOCK_USER).execute(Tuple.of(user)))
                .compose(rows -> Rows.first(rows)
                        .map(row -> UserStatus.valueOf(row.getString("status")))
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("user " + user))))
                .compose(before -> writeStatus(connection, change, user, before, status, caller))
                .compose(written -> Changes.read(connection, change)));
    }

    private static Future<Void> writeStatus(
            SqlConnection connection, String change, String user, UserStatus before, UserStatus after, Caller caller) {
        LedgerEntry entry = LedgerEntry.ofUser(
                LedgerEntry.Kind.USER_STATUS,
                user,
                change,
                new JsonObject().put("from", before.name()).put("to", after.name()));
        return Changes.create(connection, change, Changes.USER_STATUS, caller)
                .compose(created -> connection.preparedQuery(SET_STATUS).execute(Tuple.of(user, after.name())))
                .compose(set -> Ledger.append(connection, caller, entry))
                .compose(noted -> targets(connection, TARGETS_OF_USER, user))
                .compose(targets -> before == after
                        ? Changes.confirm(connection, change, targets)
                        : Changes.advance(connection, change, targets));
    }

    Future<Change> setGroupProducts(String group, Set<String> products, Caller caller) {
        String change = NewIds.next();
        SortedSet<String> after = new TreeSet<>(products);
        return database.write(connection -> CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(LOCK_GROUP).execute(Tuple.of(group)))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(new NotFoundException("group " + group))
                        : requireProducts(connection, after))
                .compose(known -> connection.preparedQuery(PRODUCTS_OF_GROUP).execute(Tuple.of(group)))
                .compose(rows -> {
                    SortedSet<String> before = new TreeSet<>(Rows.all(rows, row -> row.getString("product_id")));
                    return writeProducts(connection, change, group, before, after, caller);
                })
                .compose(written -> Changes.read(connection, change)));
    }

    private static Future<Void> requireProducts(SqlConnection connection, SortedSet<String> products) {
        return connection
                .preparedQuery(KNOWN_PRODUCTS)
                .execute(Tuple.tuple().addValue(Rows.array(products)))
                .compose(rows -> {
                    SortedSet<String> unknown = new TreeSet<>(products);
                    Rows.all(rows, row -> row.getString("id")).forEach(unknown::remove);
                    return unknown.isEmpty()
                            ? Future.succeededFuture()
                            : Future.failedFuture(
                                    new UnknownReferenceException((unknown.size() == 1 ? "product " : "products ")
                                            + String.join(", ", unknown)
                                            + (unknown.size() == 1 ? " does not exist" : " do not exist")));
                });
    }

    private static Future<Void> writeProducts(
            SqlConnection connection,
            String change,
            String group,
            SortedSet<String> before,
            SortedSet<String> after,
            Caller caller) {
        SortedSet<String> removed = without(before, after);
        SortedSet<String> added = without(after, before);
        boolean same = removed.isEmpty() && added.isEmpty();
        return Changes.create(connection, change, Changes.GROUP_PRODUCTS, caller)
                .compose(created ->
                        connection.preparedQuery(DROP_PRODUCTS).execute(Rows.pair(group, Rows.array(removed))))
                .compose(dropped -> connection.preparedQuery(ADD_PRODUCTS).execute(Rows.pair(group, Rows.array(added))))
                .compose(replaced -> same
                        ? Future.succeededFuture()
                        : connection.preparedQuery(MARK_GROUP).execute(Tuple.of(group, change)))
                .compose(marked -> Ledger.append(connection, caller, entries(change, group, removed, added)))
                .compose(noted -> targets(connection, TARGETS_OF_GROUP, group))
                .compose(targets -> same
                        ? Changes.confirm(connection, change, targets)
                        : Changes.advance(connection, change, targets));
    }

    private static List<LedgerEntry> entries(
            String change, String group, SortedSet<String> removed, SortedSet<String> added) {
        List<LedgerEntry> entries = new ArrayList<>();
        entries.add(LedgerEntry.of(
                LedgerEntry.Kind.GROUP_PRODUCTS,
                change,
                new JsonObject()
                        .put("group", group)
                        .put("removed", new JsonArray(List.copyOf(removed)))
                        .put("added", new JsonArray(List.copyOf(added)))));
        removed.forEach(product -> entries.add(grant(LedgerEntry.Kind.REVOKED, change, group, product)));
        added.forEach(product -> entries.add(grant(LedgerEntry.Kind.GRANTED, change, group, product)));
        return entries;
    }

    private static LedgerEntry grant(LedgerEntry.Kind kind, String change, String group, String product) {
        return LedgerEntry.of(kind, change, new JsonObject().put("group", group).put("product", product));
    }

    private static Future<List<UserOnBroker>> targets(SqlConnection connection, String sql, String id) {
        return connection.preparedQuery(sql).execute(Tuple.of(id)).map(rows -> Rows.all(rows, Rows::target));
    }

    private static SortedSet<String> without(SortedSet<String> all, SortedSet<String> some) {
        SortedSet<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
