package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.Directory.Entitlements;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be true. Each answer is one statement, and so one snapshot: rights, seats and epoch belong together. */
final class Wanted {
    private static final String ENTITLEMENTS = "select " + CatalogRows.USER_COLUMNS + """
            , (select jsonb_agg(h.product_id) from held_grants h where h.user_id = u.id) as held
            from users u
            where u.id = $1
            """;
    private static final String ENTITLEMENTS_WITH_FILTERS = "with asked as (" + ENTITLEMENTS + """
            )
            select null as product, null::text[] as filters, a.* from asked a
            union all
            select p.id, p.filters, null, null, null, null, null, null, null from products p
            where p.id in (select jsonb_array_elements_text(a.held) from asked a)
            """;

    /** Also who is not mapped any more but may still hold something, unless the username is somebody else's by now. */
    private static final String TARGETS = """
            select user_id, broker, client_username from user_brokers where broker = $1
            union
            select e.user_id, e.broker, e.client_username
            from enforcement e left join user_brokers b using (broker, client_username)
            where e.broker = $1 and not e.settled and b.user_id is null
            """;

    /** A username that passed to another user is left out: its new user's proof is also a proof for the former. */
    private static final String UNSETTLED = """
            select e.user_id, e.broker, e.client_username
            from enforcement e left join user_brokers b using (broker, client_username)
            where e.broker = $1 and not e.settled and (b.user_id is null or b.user_id = e.user_id)
            order by e.pending_since nulls last, e.client_username
            """;

    private final Database database;

    Wanted(Database database) {
        this.database = database;
    }

    Future<Desired> desired(UserOnBroker target) {
        return database.read(client -> DesiredRows.read(client, List.of(target)).map(one -> one.get(0)));
    }

    Future<Entitlements> entitlements(String user) {
        return database.read(client -> client.preparedQuery(ENTITLEMENTS_WITH_FILTERS)
                .execute(Tuple.of(user))
                .compose(rows -> entitlements(rows)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("user " + user)))));
    }

    private static Optional<Entitlements> entitlements(RowSet<Row> rows) {
        Map<String, List<TopicFilter>> held = new TreeMap<>();
        User user = null;
        for (Row row : rows) {
            if (row.getString("product") == null) {
                user = CatalogRows.user(row);
            } else {
                held.put(row.getString("product"), Rows.filters(row.getArrayOfStrings("filters")));
            }
        }
        return Optional.ofNullable(user).map(found -> new Entitlements(found, Rows.rights(held)));
    }

    Future<List<UserOnBroker>> targets(String broker) {
        return database.read(client ->
                client.preparedQuery(TARGETS).execute(Tuple.of(broker)).map(rows -> Rows.all(rows, Rows::target)));
    }

    Future<List<UserOnBroker>> unsettled(String broker) {
        return database.read(client ->
                client.preparedQuery(UNSETTLED).execute(Tuple.of(broker)).map(rows -> Rows.all(rows, Rows::target)));
    }
}
