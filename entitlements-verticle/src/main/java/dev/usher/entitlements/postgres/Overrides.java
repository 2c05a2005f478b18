package dev.usher.entitlements.postgres;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whose word counts. The catalog of the configuration is applied at every start, and everybody else changes what it said. So
 * things remember by which change somebody else changed them last, and where the catalog undoes that, the ledger names it.
 */
interface Overrides {
    /** Notes on the things that changed who changed them. */
    Future<Void> mark(SqlConnection connection, CatalogDiff diff, String change);

    /** Adds the change that is undone to what the ledger says about a thing. */
    JsonObject tell(Removals.Kind kind, String name, JsonObject detail);

    /** For everybody but the catalog of the configuration. */
    Overrides NONE = new Overrides() {
        private static final String MARK_PRODUCTS = "update products set replaced_by = $2 where id = any($1::text[])";
        private static final String MARK_GROUPS = "update groups set replaced_by = $2 where id = any($1::text[])";
        private static final String MARK_USERS = "update users set replaced_by = $2 where id = any($1::text[])";

        @Override
        public Future<Void> mark(SqlConnection connection, CatalogDiff diff, String change) {
            Set<String> products = new TreeSet<>();
            Set<String> groups = new TreeSet<>();
            Set<String> users = new TreeSet<>();
            diff.definedProducts().forEach(product -> products.add(product.id()));
            diff.definedGroups().forEach(group -> groups.add(group.id()));
            diff.groupGrants().removed().forEach(link -> groups.add(link.holder()));
            diff.groupGrants().added().forEach(link -> groups.add(link.holder()));
            // Not for another status, which the catalog never overrides.
            users.addAll(diff.users().added());
            diff.memberships().removed().forEach(membership -> users.add(membership.user()));
            diff.memberships().added().forEach(membership -> users.add(membership.user()));
            diff.userGrants().removed().forEach(link -> users.add(link.holder()));
            diff.userGrants().added().forEach(link -> users.add(link.holder()));
            diff.mappings().removed().forEach(target -> users.add(target.user()));
            diff.mappings().added().forEach(target -> users.add(target.user()));
            return mark(connection, MARK_PRODUCTS, products, change)
                    .compose(marked -> mark(connection, MARK_GROUPS, groups, change))
                    .compose(marked -> mark(connection, MARK_USERS, users, change));
        }

        private Future<Void> mark(SqlConnection connection, String sql, Set<String> names, String change) {
            return names.isEmpty()
                    ? Future.succeededFuture()
                    : connection
                            .preparedQuery(sql)
                            .execute(Rows.pair(Rows.array(names), change))
                            .mapEmpty();
        }

        @Override
        public JsonObject tell(Removals.Kind kind, String name, JsonObject detail) {
            return detail;
        }
    };

    /** For the catalog of the configuration; what it undoes is told once. */
    static Future<Overrides> read(SqlConnection connection) {
        return connection.preparedQuery("""
                        select 'PRODUCT' as kind, id, replaced_by from products where replaced_by is not null
                        union all select 'GROUP', id, replaced_by from groups where replaced_by is not null
                        union all select 'USER', id, replaced_by from users where replaced_by is not null
                        """).execute().map(rows -> {
            Map<Removals.Thing, String> changes = new HashMap<>();
            rows.forEach(row -> changes.put(
                    new Removals.Thing(Removals.Kind.valueOf(row.getString("kind")), row.getString("id")),
                    row.getString("replaced_by")));
            return new OfCatalog(changes);
        });
    }

    /** Knows by which change each thing was changed since the catalog was applied last. */
    record OfCatalog(Map<Removals.Thing, String> changes) implements Overrides {
        private static final String FORGET_PRODUCTS =
                "update products set replaced_by = null where replaced_by is not null";
        private static final String FORGET_GROUPS =
                "update groups set replaced_by = null where replaced_by is not null";
        private static final String FORGET_USERS = "update users set replaced_by = null where replaced_by is not null";

        @Override
        public Future<Void> mark(SqlConnection connection, CatalogDiff diff, String change) {
            return connection
                    .preparedQuery(FORGET_PRODUCTS)
                    .execute()
                    .compose(done -> connection.preparedQuery(FORGET_GROUPS).execute())
                    .compose(done -> connection.preparedQuery(FORGET_USERS).execute())
                    .mapEmpty();
        }

        @Override
        public JsonObject tell(Removals.Kind kind, String name, JsonObject detail) {
            String by = changes.get(new Removals.Thing(kind, name));
            return by == null ? detail : detail.put("overrides", by);
        }
    }
}
