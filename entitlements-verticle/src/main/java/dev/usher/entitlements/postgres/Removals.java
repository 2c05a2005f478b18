package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Remembers which change removed a thing last, however it was removed. */
final class Removals {
    private static final String RECORD = """
            insert into removals (kind, name, change_id) select kind, name, $3 from unnest($1::text[], $2::text[]) as t(kind, name)
            on conflict (kind, name) do update set change_id = excluded.change_id
            """;
    private static final String FIND = "select change_id from removals where kind = $1 and name = $2";

    private Removals() {}

    /** What can be removed. */
    enum Kind {
        PRODUCT {
            @Override
            Stream<String> namesIn(Catalog catalog) {
                return catalog.products().stream().map(Product::id);
            }

            @Override
            Scope scope(String name) {
                return Scope.of(Set.of(name), Set.of(), Set.of());
            }
        },
        GROUP {
            @Override
            Stream<String> namesIn(Catalog catalog) {
                return catalog.groups().stream().map(Group::id);
            }

            @Override
            Scope scope(String name) {
                return Scope.of(Set.of(), Set.of(name), Set.of());
            }
        },
        USER {
            @Override
            Stream<String> namesIn(Catalog catalog) {
                return catalog.users().stream().map(User::id);
            }

            @Override
            Scope scope(String name) {
                return Scope.of(Set.of(), Set.of(), Set.of(name));
            }
        };

        abstract Stream<String> namesIn(Catalog catalog);

        /** What is concerned when one of that name goes. */
        abstract Scope scope(String name);

        /** As it stands in the table and in messages. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A product, group or user. */
    record Thing(Kind kind, String name) {
        @Override
        public String toString() {
            return kind.text() + " " + name;
        }
    }

    static Future<Void> record(SqlConnection connection, CatalogDiff diff, String change) {
        List<Thing> gone = new ArrayList<>();
        diff.products().removed().forEach(name -> gone.add(new Thing(Kind.PRODUCT, name)));
        diff.groups().removed().forEach(name -> gone.add(new Thing(Kind.GROUP, name)));
        diff.users().removed().forEach(name -> gone.add(new Thing(Kind.USER, name)));
        if (gone.isEmpty()) {
            return Future.succeededFuture();
        }
        return connection
                .preparedQuery(RECORD)
                .execute(Rows.pair(Rows.array(gone, thing -> thing.kind().text()), Rows.array(gone, Thing::name))
                        .addValue(change))
                .mapEmpty();
    }

    /** The change that removed it; empty if it was never there. */
    static Future<Optional<String>> find(SqlConnection connection, Thing thing) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(thing.kind().text(), thing.name()))
                .map(rows -> Rows.first(rows).map(row -> row.getString("change_id")));
    }
}
