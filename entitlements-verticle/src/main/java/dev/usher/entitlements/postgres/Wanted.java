package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.User;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.UserStatus;
import dev.usher.entitlements.core.port.EntitlementStore.Entitlements;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.TreeSet;

/** What is to be true. Each answer is one statement, and so one snapshot: rights, seats and epoch belong together. */
final class Wanted {
    private static final String DESIRED = """
            select
              coalesce((select e.desired_epoch from enforcement e
                where e.broker = $2 and e.client_username = $3 and e.user_id = $1), 0) as epoch,
              (select jsonb_agg(jsonb_build_object('product', h.product_id, 'filters', h.filters))
                from held_products h
                where h.user_id = $1 and exists (select 1 from user_brokers b
                  where b.user_id = $1 and b.broker = $2 and b.client_username = $3)) as held,
              (select jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.client_kind, 'value', s.client_value,
                  'openedAt', s.opened_at) order by s.opened_at, s.id)
                from seats s
                where s.user_id = $1 and s.broker = $2 and s.client_username = $3 and s.closed_at is null) as seats
            """;

    private static final String ENTITLEMENTS = """
            select u.id, u.status,
              array(select g.group_id from user_groups g where g.user_id = u.id) as groups,
              array(select p.product_id from user_products p where p.user_id = u.id) as products,
              (select jsonb_object_agg(b.broker, b.client_username) from user_brokers b where b.user_id = u.id) as brokers,
              (select jsonb_agg(jsonb_build_object('product', h.product_id, 'filters', h.filters))
                from held_products h where h.user_id = u.id) as held
            from users u
            where u.id = $1
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
        return database.read(client -> client.preparedQuery(DESIRED)
                .execute(Tuple.of(target.user(), target.broker(), target.clientUsername()))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Desired(
                            target,
                            Rows.rights(row.getJsonArray("held")),
                            Rows.seats(row.getJsonArray("seats"), target),
                            row.getLong("epoch"));
                }));
    }

    Future<Entitlements> entitlements(String user) {
        return database.read(client -> client.preparedQuery(ENTITLEMENTS)
                .execute(Tuple.of(user))
                .compose(rows -> Rows.first(rows)
                        .map(row -> Future.succeededFuture(entitlements(row)))
                        .orElseGet(() -> Future.failedFuture(new NotFoundException("user " + user)))));
    }

    private static Entitlements entitlements(Row row) {
        User user = new User(
                row.getString("id"),
                new TreeSet<>(List.of(row.getArrayOfStrings("groups"))),
                new TreeSet<>(List.of(row.getArrayOfStrings("products"))),
                UserStatus.valueOf(row.getString("status")),
                Rows.texts(row.getJsonObject("brokers")));
        return new Entitlements(user, Rows.rights(row.getJsonArray("held")));
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
