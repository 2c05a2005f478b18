package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The tables of products, groups and users in our words: all of them, or what some of them need to be understood. */
final class CatalogRows {
    static final String PRODUCT_COLUMNS = "p.id, p.filters";
    static final String GROUP_COLUMNS = """
            g.id, g.mode, g.tier,
            (select jsonb_agg(jsonb_build_object(
                'product', gp.product_id, 'from', gp.valid_from, 'until', gp.valid_until))
              from group_products gp where gp.group_id = g.id) as grants
            """;
    static final String USER_COLUMNS = """
            u.id, u.status, u.profile_group,
            array(select ug.group_id from user_groups ug where ug.user_id = u.id) as groups,
            (select jsonb_agg(jsonb_build_object(
                'product', up.product_id, 'from', up.valid_from, 'until', up.valid_until))
              from user_products up where up.user_id = u.id) as grants,
            (select jsonb_object_agg(ub.broker, ub.client_username) from user_brokers ub where ub.user_id = u.id)
              as brokers
            """;

    private static final String PRODUCTS = "select " + PRODUCT_COLUMNS + " from products p";
    private static final String GROUPS = "select " + GROUP_COLUMNS + " from groups g";
    private static final String USERS = "select " + USER_COLUMNS + " from users u";
    private static final String BY_NAME = " order by id collate \"C\"";

    /** Whom a scope is about: the users it names, those who hold what it names, and those whose usernames it wants. */
    private static final String SCOPE_USERS = USERS + """
             where u.id in (
              select unnest($1::text[])
              union
              select ug.user_id from user_groups ug where ug.group_id = any($2::text[])
              union
              select up.user_id from user_products up where up.product_id = any($3::text[])
              union
              select ug.user_id from user_groups ug join group_products gp using (group_id)
                where gp.product_id = any($3::text[])
              union
              select ub.user_id from user_brokers ub
                where (ub.broker, ub.client_username) in (select * from unnest($4::text[], $5::text[])))
            """;

    private static final String SCOPE_GROUPS = GROUPS + """
             where g.id = any($1::text[])
               or g.id in (select gp.group_id from group_products gp where gp.product_id = any($2::text[]))
            """;
    private static final String SCOPE_PRODUCTS = PRODUCTS + " where p.id = any($1::text[])";

    private CatalogRows() {}

    /** Everything. For one snapshot nobody may write meanwhile, or the transaction has one. */
    static Future<Catalog> all(SqlConnection connection) {
        return connection
                .preparedQuery(PRODUCTS + BY_NAME)
                .execute()
                .compose(products -> connection
                        .preparedQuery(GROUPS + BY_NAME)
                        .execute()
                        .compose(groups -> connection
                                .preparedQuery(USERS + BY_NAME)
                                .execute()
                                .map(users -> new Catalog(
                                        Rows.all(products, CatalogRows::product),
                                        Rows.all(groups, CatalogRows::group),
                                        Rows.all(users, CatalogRows::user)))));
    }

    /**
     * What is stored of a scope and all that is needed to say what its users hold: each reference of the result leads to a part
     * of it, and each user is there with every grant.
     */
    static Future<Catalog> within(SqlConnection connection, Scope scope) {
        if (scope.everything()) {
            return all(connection);
        }
        return connection
                .preparedQuery(SCOPE_USERS)
                .execute(Tuple.tuple()
                        .addValue(Rows.array(scope.users()))
                        .addValue(Rows.array(scope.groups()))
                        .addValue(Rows.array(scope.products()))
                        .addValue(Rows.array(scope.usernames(), Scope.Username::broker))
                        .addValue(Rows.array(scope.usernames(), Scope.Username::clientUsername)))
                .map(rows -> Rows.all(rows, CatalogRows::user))
                .compose(users -> {
                    SortedSet<String> groups = new TreeSet<>(scope.groups());
                    users.forEach(user -> groups.addAll(user.groups()));
                    groups.addAll(scope.mentionedGroups());
                    return connection
                            .preparedQuery(SCOPE_GROUPS)
                            .execute(Rows.pair(Rows.array(groups), Rows.array(scope.products())))
                            .map(rows -> Rows.all(rows, CatalogRows::group))
                            .compose(found -> products(connection, scope, found, users)
                                    .map(products -> new Catalog(products, found, users)));
                });
    }

    private static Future<List<Product>> products(
            SqlConnection connection, Scope scope, List<Group> groups, List<User> users) {
        SortedSet<String> names = new TreeSet<>(scope.products());
        names.addAll(scope.mentionedProducts());
        groups.forEach(group -> names.addAll(group.products()));
        users.forEach(user -> names.addAll(user.products()));
        return connection
                .preparedQuery(SCOPE_PRODUCTS)
                .execute(Tuple.tuple().addValue(Rows.array(names)))
                .map(rows -> Rows.all(rows, CatalogRows::product));
    }

    static Product product(Row row) {
        return Product.accepted(
                row.getString("id"),
                Arrays.stream(row.getArrayOfStrings("filters"))
                        .map(TopicFilter::parse)
                        .toList());
    }

    static Group group(Row row) {
        return new Group(
                row.getString("id"),
                grants(row.getJsonArray("grants")),
                FenceMode.valueOf(row.getString("mode")),
                Optional.ofNullable(row.getString("tier")));
    }

    static User user(Row row) {
        return new User(
                row.getString("id"),
                new TreeSet<>(List.of(row.getArrayOfStrings("groups"))),
                grants(row.getJsonArray("grants")),
                UserStatus.valueOf(row.getString("status")),
                Optional.ofNullable(row.getString("profile_group")),
                Rows.texts(row.getJsonObject("brokers")));
    }

    private static List<Grant> grants(JsonArray grants) {
        if (grants == null) {
            return List.of();
        }
        return grants.stream()
                .map(JsonObject.class::cast)
                .map(grant -> new Grant(grant.getString("product"), instant(grant, "from"), instant(grant, "until")))
                .toList();
    }

    private static Optional<Instant> instant(JsonObject grant, String key) {
        return Optional.ofNullable(grant.getString(key))
                .map(text -> OffsetDateTime.parse(text).toInstant());
    }
}
