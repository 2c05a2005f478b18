package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Progress;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How far changes have come, counted by the database. */
final class Progresses {
    /**
     * The targets that are shown, each with what is true of the whole change; or one row without a target. A target for which
     * there was nothing to do may have been proven before the change was requested: that took no time.
     */
    private static final String READ = "with targets as (" + Changes.TARGETS + """
            ), states as (
              select t.*, t.proof_at is not null and cardinality(t.remaining) = 0 as done,
                greatest(0, extract(epoch from
                  case when t.proof_at is not null and cardinality(t.remaining) = 0 then t.proof_at else now() end
                  - t.requested_at))::float8 as took
              from targets t
            ), counts as (
              select broker, count(*) filter (where done) as enforced,
                count(*) filter (where not done and not hopeless) as pending,
                count(*) filter (where not done and hopeless) as failed
              from states where user_id is not null group by broker
            ), slowest as (
              select * from states where user_id is not null
              order by took desc, done, broker, client_username, user_id limit 1
            )
            select s.*,
              (select jsonb_agg(to_jsonb(c) order by c.broker) from counts c) as brokers,
              (select jsonb_build_object('user', m.user_id, 'broker', m.broker, 'clientUsername', m.client_username,
                'took', m.took, 'done', m.done) from slowest m) as slowest
            from states s
            order by s.done, s.pending_since nulls last, s.took desc, s.broker, s.client_username, s.user_id
            limit greatest($2, 1)
            """;

    private final Database database;

    Progresses(Database database) {
        this.database = database;
    }

    Future<Progress> read(String change, int shown) {
        return database.read(client -> client.preparedQuery(READ)
                .execute(Rows.pair(new String[] {change}, shown))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(new NotFoundException("change " + change))
                        : Future.succeededFuture(progress(Rows.all(rows, row -> row), shown))));
    }

    private static Progress progress(List<Row> rows, int shown) {
        Row first = rows.get(0);
        List<Change.Target> targets = shown == 0 ? List.of() : Changes.targets(rows);
        List<Progress.OfBroker> brokers = new ArrayList<>();
        if (first.getJsonArray("brokers") != null) {
            for (Object element : first.getJsonArray("brokers")) {
                JsonObject broker = (JsonObject) element;
                brokers.add(new Progress.OfBroker(
                        broker.getString("broker"),
                        broker.getLong("enforced"),
                        broker.getLong("pending"),
                        broker.getLong("failed")));
            }
        }
        long all = brokers.stream()
                .mapToLong(broker -> broker.enforced() + broker.pending() + broker.failed())
                .sum();
        return new Progress(
                Changes.change(first, targets),
                brokers,
                Optional.ofNullable(first.getJsonObject("slowest")).map(Progresses::slowest),
                all == targets.size());
    }

    private static Progress.Slowest slowest(JsonObject slowest) {
        return new Progress.Slowest(
                new dev.usher.entitlements.core.UserOnBroker(
                        slowest.getString("user"), slowest.getString("broker"), slowest.getString("clientUsername")),
                Duration.ofMillis(Math.round(slowest.getDouble("took") * 1000)),
                slowest.getBoolean("done"));
    }
}
