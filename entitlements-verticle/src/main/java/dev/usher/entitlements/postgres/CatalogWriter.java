package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Grant;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.postgres.CatalogDiff.GrantLink;
import dev.usher.entitlements.postgres.CatalogDiff.Membership;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Applies a {@link CatalogDiff} to the tables: a statement for each kind of row, however many there are. */
final class CatalogWriter {
    private static final String DROP_GROUP_GRANTS = """
            delete from group_products where (group_id, product_id) in (select * from unnest($1::text[], $2::text[]))
            """;
    private static final String DROP_MEMBERSHIPS =
            "delete from user_groups where (user_id, group_id) in (select * from unnest($1::text[], $2::text[]))";
    private static final String DROP_USER_GRANTS =
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
    private static final String DEFINE_GROUPS = """
            insert into groups (id, mode, tier) select * from unnest($1::text[], $2::text[], $3::text[])
            on conflict (id) do update set mode = excluded.mode, tier = excluded.tier
            """;
    private static final String DEFINE_USERS = """
            insert into users (id, status, profile_group) select * from unnest($1::text[], $2::text[], $3::text[])
            on conflict (id) do update set status = excluded.status, profile_group = excluded.profile_group
            """;
    private static final String ADD_GROUP_GRANTS = """
            insert into group_products (group_id, product_id, valid_from, valid_until)
            select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
            """;
    private static final String ADD_MEMBERSHIPS =
            "insert into user_groups (user_id, group_id) select * from unnest($1::text[], $2::text[])";
    private static final String ADD_USER_GRANTS = """
            insert into user_products (user_id, product_id, valid_from, valid_until)
            select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
            """;
    private static final String ADD_MAPPINGS = """
            insert into user_brokers (user_id, broker, client_username)
            select * from unnest($1::text[], $2::text[], $3::text[])
            """;

    private final SqlConnection connection;

    private CatalogWriter(SqlConnection connection) {
        this.connection = connection;
    }

    /** Links go before what they refer to and come after it. */
    static Future<Void> write(SqlConnection connection, CatalogDiff diff) {
        CatalogWriter writer = new CatalogWriter(connection);
        return writer.remove(diff).compose(removed -> writer.add(diff));
    }

    private Future<Void> remove(CatalogDiff diff) {
        List<GrantLink> groupGrants = diff.groupGrants().removed();
        List<Membership> memberships = diff.memberships().removed();
        List<GrantLink> userGrants = diff.userGrants().removed();
        List<UserOnBroker> unmapped = diff.mappings().removed();
        return run(DROP_GROUP_GRANTS, texts(groupGrants, GrantLink::holder), texts(groupGrants, GrantLink::product))
                .compose(done -> run(
                        DROP_MEMBERSHIPS, texts(memberships, Membership::user), texts(memberships, Membership::group)))
                .compose(done -> run(
                        DROP_USER_GRANTS, texts(userGrants, GrantLink::holder), texts(userGrants, GrantLink::product)))
                .compose(done ->
                        run(DROP_MAPPINGS, texts(unmapped, UserOnBroker::user), texts(unmapped, UserOnBroker::broker)))
                .compose(done -> run(DROP_USERS, texts(diff.users().removed(), user -> user)))
                .compose(done -> run(DROP_GROUPS, texts(diff.groups().removed(), group -> group)))
                .compose(done -> run(DROP_PRODUCTS, texts(diff.products().removed(), product -> product)));
    }

    private Future<Void> add(CatalogDiff diff) {
        List<Group> groups = diff.definedGroups();
        List<User> users = diff.definedUsers();
        List<Membership> memberships = diff.memberships().added();
        List<UserOnBroker> mapped = diff.mappings().added();
        return defineProducts(diff.definedProducts())
                .compose(done -> run(
                        DEFINE_GROUPS,
                        texts(groups, Group::id),
                        texts(groups, group -> group.mode().name()),
                        texts(groups, group -> group.tier().orElse(null))))
                .compose(done -> run(
                        DEFINE_USERS,
                        texts(users, User::id),
                        texts(users, user -> user.status().name()),
                        texts(users, user -> user.profileGroup().orElse(null))))
                .compose(done -> grants(ADD_GROUP_GRANTS, diff.groupGrants().added()))
                .compose(done -> run(
                        ADD_MEMBERSHIPS, texts(memberships, Membership::user), texts(memberships, Membership::group)))
                .compose(done -> grants(ADD_USER_GRANTS, diff.userGrants().added()))
                .compose(done -> run(
                        ADD_MAPPINGS,
                        texts(mapped, UserOnBroker::user),
                        texts(mapped, UserOnBroker::broker),
                        texts(mapped, UserOnBroker::clientUsername)));
    }

    private Future<Void> defineProducts(List<Product> products) {
        if (products.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Tuple> batch = products.stream()
                .map(product -> Rows.pair(product.id(), texts(product.filters(), TopicFilter::toSmf)))
                .toList();
        return connection.preparedQuery(DEFINE_PRODUCT).executeBatch(batch).mapEmpty();
    }

    private Future<Void> grants(String sql, List<GrantLink> links) {
        return run(
                sql,
                texts(links, GrantLink::holder),
                texts(links, GrantLink::product),
                instants(links, Grant::validFrom),
                instants(links, Grant::validUntil));
    }

    private static <T> String[] texts(List<T> values, Function<T, String> text) {
        return Rows.array(values, text);
    }

    private static OffsetDateTime[] instants(List<GrantLink> links, Function<Grant, Optional<Instant>> instant) {
        return links.stream()
                .map(link -> instant.apply(link.grant())
                        .map(at -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .toArray(OffsetDateTime[]::new);
    }

    private Future<Void> run(String sql, Object[]... columns) {
        if (columns[0].length == 0) {
            return Future.succeededFuture();
        }
        Tuple values = Tuple.tuple();
        for (Object[] column : columns) {
            values.addValue(column);
        }
        return connection.preparedQuery(sql).execute(values).mapEmpty();
    }
}
