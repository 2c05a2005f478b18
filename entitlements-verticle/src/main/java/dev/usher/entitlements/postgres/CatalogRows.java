package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.postgres.CatalogDiff.Delta;
import dev.usher.entitlements.postgres.CatalogDiff.Link;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The tables of products, groups and users as one {@link Catalog}, and a {@link CatalogDiff} applied to them. */
final class CatalogRows {
    private static final String PRODUCTS = "select id, filters from products";
    private static final String GROUPS = """
            select g.id, array(select product_id from group_products p where p.group_id = g.id) as products
            from groups g
            """;
    private static final String USERS = """
            select u.id, u.status,
              array(select group_id from user_groups g where g.user_id = u.id) as groups,
              array(select product_id from user_products p where p.user_id = u.id) as products,
              (select jsonb_object_agg(broker, client_username) from user_brokers b where b.user_id = u.id) as brokers
            from users u
            """;

    private static final String DROP_GROUP_PRODUCTS = """
            delete from group_products where (group_id, product_id) in (select * from unnest($1::text[], $2::text[]))
            """;
    private static final String DROP_MEMBERSHIPS =
            "delete from user_groups where (user_id, group_id) in (select * from unnest($1::text[], $2::text[]))";
    private static final String DROP_USER_PRODUCTS =
            "delete from user_products where (user_id, product_id) in (select * from unnest($1::text[], $2::text[]))";
    private static final String DROP_MAPPINGS =
            "delete from user_brokers where (user_id, broker) in (select * from unnest($1::text[], $2::text[]))";
    private static final String DROP_USERS = "delete from users where id = any($1::text[])";
    private static final String DROP_GROUPS = "delete from groups where id = any($1::text[])";
    private static final String DROP_PRODUCTS = "delete from products where id = any($1::text[])";

    private static final String DEFINE_PRODUCT = """
            insert into products (id, filters) values ($1, $2)
            on conflict (id) do update set filters = excluded.filters
            """;
    private static final String ADD_GROUPS = "insert into groups (id) select unnest($1::text[])";
    private static final String ADD_USERS =
            "insert into users (id, status) select * from unnest($1::text[], $2::text[])";
    private static final String ADD_GROUP_PRODUCTS =
            "insert into group_products (group_id, product_id) select * from unnest($1::text[], $2::text[])";
    private static final String ADD_MEMBERSHIPS =
            "insert into user_groups (user_id, group_id) select * from unnest($1::text[], $2::text[])";
    private static final String ADD_USER_PRODUCTS =
            "insert into user_products (user_id, product_id) select * from unnest($1::text[], $2::text[])";
    private static final String ADD_MAPPINGS = """
            insert into user_brokers (user_id, broker, client_username)
            select * from unnest($1::text[], $2::text[], $3::text[])
            """;

    private CatalogRows() {}

    static Future<Catalog> read(SqlConnection connection) {
        return connection
                .preparedQuery(PRODUCTS)
                .execute()
                .compose(products -> connection
                        .preparedQuery(GROUPS)
                        .execute()
                        .compose(groups -> connection
                                .preparedQuery(USERS)
                                .execute()
                                .map(users -> new Catalog(
                                        Rows.all(products, CatalogRows::product),
                                        Rows.all(groups, row -> new Group(row.getString("id"), texts(row, "products"))),
                                        Rows.all(users, CatalogRows::user)))));
    }

    private static Product product(Row row) {
        return new Product(
                row.getString("id"),
                Set.of(row.getArrayOfStrings("filters")).stream()
                        .map(TopicFilter::parse)
                        .toList());
    }

    private static User user(Row row) {
        return new User(
                row.getString("id"),
                texts(row, "groups"),
                texts(row, "products"),
                UserStatus.valueOf(row.getString("status")),
                new TreeMap<>(Rows.texts(row.getJsonObject("brokers"))));
    }

    private static TreeSet<String> texts(Row row, String column) {
        return new TreeSet<>(List.of(row.getArrayOfStrings(column)));
    }

    /** Links go before what they refer to and come after it. */
    static Future<Void> write(SqlConnection connection, CatalogDiff diff) {
        List<UserOnBroker> unmapped = diff.mappings().removed();
        List<UserOnBroker> mapped = diff.mappings().added();
        return drop(connection, DROP_GROUP_PRODUCTS, diff.groupProducts())
                .compose(done -> drop(connection, DROP_MEMBERSHIPS, diff.memberships()))
                .compose(done -> drop(connection, DROP_USER_PRODUCTS, diff.userProducts()))
                .compose(done -> run(
                        connection,
                        DROP_MAPPINGS,
                        Rows.array(unmapped, UserOnBroker::user),
                        Rows.array(unmapped, UserOnBroker::broker)))
                .compose(done -> run(connection, DROP_USERS, Rows.array(diff.removedUsers())))
                .compose(done ->
                        run(connection, DROP_GROUPS, Rows.array(diff.groups().removed())))
                .compose(done -> run(
                        connection, DROP_PRODUCTS, Rows.array(diff.products().removed())))
                .compose(done -> defineProducts(connection, diff.definedProducts()))
                .compose(done ->
                        run(connection, ADD_GROUPS, Rows.array(diff.groups().added())))
                .compose(done -> run(
                        connection,
                        ADD_USERS,
                        Rows.array(diff.newUsers(), User::id),
                        Rows.array(diff.newUsers(), user -> user.status().name())))
                .compose(done -> add(connection, ADD_GROUP_PRODUCTS, diff.groupProducts()))
                .compose(done -> add(connection, ADD_MEMBERSHIPS, diff.memberships()))
                .compose(done -> add(connection, ADD_USER_PRODUCTS, diff.userProducts()))
                .compose(done -> run(
                        connection,
                        ADD_MAPPINGS,
                        Rows.array(mapped, UserOnBroker::user),
                        Rows.array(mapped, UserOnBroker::broker),
                        Rows.array(mapped, UserOnBroker::clientUsername)));
    }

    private static Future<Void> defineProducts(SqlConnection connection, List<Product> products) {
        if (products.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Tuple> batch = products.stream()
                .map(product -> Rows.pair(
                        product.id(),
                        CatalogHash.filters(product).stream()
                                .map(String.class::cast)
                                .toArray(String[]::new)))
                .toList();
        return connection.preparedQuery(DEFINE_PRODUCT).executeBatch(batch).mapEmpty();
    }

    private static Future<Void> drop(SqlConnection connection, String sql, Delta<Link> links) {
        return links(connection, sql, links.removed());
    }

    private static Future<Void> add(SqlConnection connection, String sql, Delta<Link> links) {
        return links(connection, sql, links.added());
    }

    private static Future<Void> links(SqlConnection connection, String sql, List<Link> links) {
        return run(connection, sql, Rows.array(links, Link::holder), Rows.array(links, Link::held));
    }

    private static Future<Void> run(SqlConnection connection, String sql, String[]... columns) {
        if (columns[0].length == 0) {
            return Future.succeededFuture();
        }
        Tuple values = Tuple.tuple();
        for (String[] column : columns) {
            values.addValue(column);
        }
        return connection.preparedQuery(sql).execute(values).mapEmpty();
    }
}
