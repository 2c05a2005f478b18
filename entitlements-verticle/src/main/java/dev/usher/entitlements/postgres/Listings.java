package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Group;
import dev.usher.entitlements.core.Page;
import dev.usher.entitlements.core.Product;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.SeatQuery;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.StoredSeat;
import io.vertx.core.Future;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what was committed. */
final class Listings {
    private static final String PRODUCT = "select " + CatalogRows.PRODUCT_COLUMNS + " from products p";
    private static final String GROUP = "select " + CatalogRows.GROUP_COLUMNS + " from groups g";
    private static final String USER = "select " + CatalogRows.USER_COLUMNS + " from users u";
    private static final String WHERE_ID = " where id = $1";
    private static final String AFTER_NAME =
            " where ($1::text is null or id collate \"C\" > $1) order by id collate \"C\" limit $2";

    private static final String USERS_OF_GROUP = USER + """
             where exists (select 1 from user_groups m where m.user_id = u.id and m.group_id = $3)
              and ($1::text is null or u.id collate "C" > $1)
            order by u.id collate "C" limit $2
            """;
    private static final String GROUP_EXISTS = "select 1 from groups where id = $1";
    private static final String USER_EXISTS = "select 1 from users where id = $1";

    private static final String SEAT = """
            select s.*, exists (select 1 from open_seats o where o.id = s.id) as open from seats s where s.id = $1
            """;
    private static final String SEATS = """
            select * from open_seats
            where ($1::timestamptz is null or (opened_at, id) > ($1, $2))
              and ($4::text is null or user_id = $4) and ($5::text is null or broker = $5)
            order by opened_at, id limit $3
            """;

    private static final String USERNAMES = "select client_username, user_id from user_brokers where broker = $1";

    /** One of the statements above, on a connection. */
    private interface Statement {
        PreparedQuery<RowSet<Row>> on(SqlClient client);
    }

    private final Database database;

    Listings(Database database) {
        this.database = database;
    }

    Future<Optional<Product>> product(String id) {
        return one(client -> client.preparedQuery(PRODUCT + WHERE_ID), id, CatalogRows::product);
    }

    Future<Optional<Group>> group(String id) {
        return one(client -> client.preparedQuery(GROUP + WHERE_ID), id, CatalogRows::group);
    }

    Future<Optional<User>> user(String id) {
        return one(client -> client.preparedQuery(USER + WHERE_ID), id, CatalogRows::user);
    }

    private <T> Future<Optional<T>> one(Statement sql, String id, Function<Row, T> mapper) {
        return database.read(client -> sql.on(client)
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows).map(mapper)));
    }

    Future<Page<Product>> products(Page.Request page) {
        return named(
                client -> client.preparedQuery(PRODUCT + AFTER_NAME),
                page,
                List.of("products"),
                CatalogRows::product,
                Product::id);
    }

    Future<Page<Group>> groups(Page.Request page) {
        return named(
                client -> client.preparedQuery(GROUP + AFTER_NAME),
                page,
                List.of("groups"),
                CatalogRows::group,
                Group::id);
    }

    Future<Page<User>> users(Optional<String> group, Page.Request page) {
        return group.isEmpty()
                ? named(
                        client -> client.preparedQuery(USER + AFTER_NAME),
                        page,
                        List.of("users"),
                        CatalogRows::user,
                        User::id)
                : exists(client -> client.preparedQuery(GROUP_EXISTS), "group", group.get())
                        .compose(there -> named(
                                client -> client.preparedQuery(USERS_OF_GROUP),
                                page,
                                List.of("users of", group.get()),
                                CatalogRows::user,
                                User::id,
                                group.get()));
    }

    private <T> Future<Page<T>> named(
            Statement sql,
            Page.Request page,
            List<String> list,
            Function<Row, T> mapper,
            Function<T, String> name,
            Object... more) {
        return database.read(client -> {
            Tuple values =
                    Tuple.of(Cursor.after(page, list, 1).map(key -> key.get(0)).orElse(null), page.limit() + 1);
            for (Object value : more) {
                values.addValue(value);
            }
            return sql.on(client)
                    .execute(values)
                    .map(rows -> Cursor.page(Rows.all(rows, mapper), page, list, item -> List.of(name.apply(item))));
        });
    }

    Future<Catalog> catalog() {
        return database.snapshot(CatalogRows::all);
    }

    Future<Optional<StoredSeat>> seat(String id) {
        return one(
                client -> client.preparedQuery(SEAT),
                id,
                row -> new StoredSeat(Rows.seat(row), row.getBoolean("open")));
    }

    Future<Page<Seat>> seats(SeatQuery query, Page.Request page) {
        List<String> list =
                List.of("seats", query.user().orElse(""), query.broker().orElse(""));
        Future<Void> known = query.user()
                .map(user -> exists(client -> client.preparedQuery(USER_EXISTS), "user", user))
                .orElseGet(Future::succeededFuture);
        return known.compose(there -> database.read(client -> {
            Optional<List<String>> after = Cursor.after(page, list, 2);
            return client.preparedQuery(SEATS)
                    .execute(Tuple.tuple()
                            .addValue(after.map(key -> instant(key.get(0))).orElse(null))
                            .addValue(after.map(key -> key.get(1)).orElse(null))
                            .addValue(page.limit() + 1)
                            .addValue(query.user().orElse(null))
                            .addValue(query.broker().orElse(null)))
                    .map(rows -> Cursor.page(
                            Rows.all(rows, Rows::seat),
                            page,
                            list,
                            seat -> List.of(seat.openedAt().toString(), seat.id())));
        }));
    }

    private static OffsetDateTime instant(String text) {
        try {
            return Instant.parse(text).atOffset(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new InvalidCursorException();
        }
    }

    private Future<Void> exists(Statement sql, String kind, String id) {
        return one(sql, id, row -> true)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new NotFoundException(kind + " " + id)));
    }

    Future<List<Adoption>> adoptions(String broker) {
        return database.read(client -> client.preparedQuery(Adoptions.OF_BROKER)
                .execute(Tuple.of(broker))
                .map(rows -> Rows.all(rows, Adoptions::adoption)));
    }

    Future<Map<String, String>> usersByClientUsername(String broker) {
        return database.read(client -> client.preparedQuery(USERNAMES)
                .execute(Tuple.of(broker))
                .map(rows -> {
                    Map<String, String> users = new TreeMap<>();
                    rows.forEach(row -> users.put(row.getString("client_username"), row.getString("user_id")));
                    return users;
                }));
    }
}
