package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Boundaries;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds seats whose time, or whose user's hold on a product, is about to end. Each end is found once: that it was found is
 * committed before anybody is told, so a crash in between leaves a seat untold and none is told twice.
 */
final class ExpiryNotices {
    /** A product ends for a user with the last of the grants that follow on one another without a gap. */
    private static final String DUE = """
            with clock as (
              select statement_timestamp() as now, statement_timestamp() + $1::bigint * interval '1 millisecond' as soon
            ), ending as (
              select up.user_id, up.product_id, up.valid_until from user_products up, clock c
              where up.valid_until > c.now and up.valid_until <= c.soon and coalesce(up.valid_from <= c.now, true)
              union
              select ug.user_id, gp.product_id, gp.valid_until
              from group_products gp join user_groups ug using (group_id), clock c
              where gp.valid_until > c.now and gp.valid_until <= c.soon and coalesce(gp.valid_from <= c.now, true)
            ), lost as (
              select e.* from ending e join users u on u.id = e.user_id and u.status = 'ACTIVE'
              where not exists (select 1 from user_products up
                  where up.user_id = e.user_id and up.product_id = e.product_id
                    and coalesce(up.valid_from <= e.valid_until, true)
                    and coalesce(up.valid_until > e.valid_until, true))
                and not exists (select 1 from user_groups ug join group_products gp using (group_id)
                  where ug.user_id = e.user_id and gp.product_id = e.product_id
                    and coalesce(gp.valid_from <= e.valid_until, true)
                    and coalesce(gp.valid_until > e.valid_until, true))
            ), due as (
              select s.id as seat_id, l.product_id as product, l.valid_until as ends_at
              from lost l join open_seats s on s.user_id = l.user_id
              union all
              select s.id, '', s.expires_at from open_seats s, clock c where s.expires_at <= c.soon
            ), told as (
              insert into expiry_notices (seat_id, product, ends_at) select seat_id, product, ends_at from due
              on conflict do nothing
              returning seat_id, product, ends_at
            )
            select s.*, t.product, t.ends_at from told t join seats s on s.id = t.seat_id
            order by t.ends_at, s.id, t.product
            """;

    private static final String FORGET = "delete from expiry_notices where ends_at < now() - interval '1 day'";

    Future<List<Boundaries.Expiring>> due(SqlConnection connection, Duration warning) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(warning.toMillis()))
                .compose(rows ->
                        connection.preparedQuery(FORGET).execute().map(Rows.all(rows, ExpiryNotices::expiring)));
    }

    private static Boundaries.Expiring expiring(Row row) {
        return new Boundaries.Expiring(
                Rows.seat(row),
                Optional.of(row.getString("product")).filter(product -> !product.isEmpty()),
                row.getOffsetDateTime("ends_at").toInstant());
    }
}
