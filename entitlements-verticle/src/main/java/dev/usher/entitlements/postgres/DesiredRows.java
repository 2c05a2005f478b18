package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.FenceMode;
import dev.usher.entitlements.core.ProfileGroup;
import dev.usher.entitlements.core.Rights;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.topics.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What must be true for targets. It is one statement, and so one snapshot: rights, profile, seats and epoch belong together.
 * The filters of a product come once, however many targets hold it.
 */
final class DesiredRows {
    private static final String READ = """
            with asked as (
              select t.place, t.user_id, t.broker, t.client_username, b.user_id is not null as mapped
              from unnest($1::text[], $2::text[], $3::text[]) with ordinality
                as t(user_id, broker, client_username, place)
              left join user_brokers b using (user_id, broker, client_username)
            ), found as materialized (
              select a.*, g.id as profile, g.mode, g.tier,
                case when a.mapped
                  then array(select h.product_id from held_grants h where h.user_id = a.user_id) else '{}' end as held
              from asked a
              left join users u on a.mapped and u.id = a.user_id
              left join groups g on g.id = u.profile_group
            ), profiles as materialized (
              select f.profile, array(select gp.product_id from group_products gp
                where gp.group_id = f.profile
                  and coalesce(gp.valid_from <= statement_timestamp(), true)
                  and coalesce(gp.valid_until > statement_timestamp(), true)) as products
              from (select distinct profile from found where profile is not null) f
            )
            select null::bigint as place, p.id as product, p.filters, null::jsonb as detail
            from products p
            where p.id in (select unnest(held) from found union select unnest(products) from profiles)
            union all
            select f.place, null, null, jsonb_build_object(
              'epoch', coalesce((select e.desired_epoch from enforcement e where e.broker = f.broker
                and e.client_username = f.client_username and e.user_id = f.user_id), 0),
              'held', f.held,
              'profile', f.profile, 'mode', f.mode, 'tier', f.tier,
              'profileProducts', (select to_jsonb(p.products) from profiles p where p.profile = f.profile),
              'adoption', (select to_jsonb(a) from adoptions a
                where a.broker = f.broker and a.client_username = f.client_username),
              'seats', (select jsonb_agg(to_jsonb(s) order by s.opened_at, s.id) from open_seats s
                where s.user_id = f.user_id and s.broker = f.broker and s.client_username = f.client_username))
            from found f
            """;

    private final Map<String, List<TopicFilter>> products = new HashMap<>();
    private final Map<List<String>, Rights> rights = new HashMap<>();
    private final Map<String, Optional<ProfileGroup>> profiles = new HashMap<>();

    private DesiredRows() {}

    /** In the order of the targets. */
    static Future<List<Desired>> read(SqlClient client, List<UserOnBroker> targets) {
        return client.preparedQuery(READ)
                .execute(Tuple.of(
                        Rows.array(targets, UserOnBroker::user),
                        Rows.array(targets, UserOnBroker::broker),
                        Rows.array(targets, UserOnBroker::clientUsername)))
                .map(rows -> new DesiredRows().desired(rows, targets));
    }

    private List<Desired> desired(RowSet<Row> rows, List<UserOnBroker> targets) {
        SortedMap<Integer, JsonObject> details = new TreeMap<>();
        for (Row row : rows) {
            if (row.getLong("place") == null) {
                products.put(row.getString("product"), Rows.filters(row.getArrayOfStrings("filters")));
            } else {
                details.put(Math.toIntExact(row.getLong("place")), row.getJsonObject("detail"));
            }
        }
        return details.entrySet().stream()
                .map(entry -> desired(targets.get(entry.getKey() - 1), entry.getValue()))
                .toList();
    }

    private Desired desired(UserOnBroker target, JsonObject detail) {
        return new Desired(
                target,
                rights(Rows.texts(detail.getJsonArray("held"))),
                Optional.ofNullable(detail.getString("profile"))
                        .flatMap(group -> profiles.computeIfAbsent(group, name -> Optional.of(profile(detail)))),
                Optional.ofNullable(detail.getJsonObject("adoption")).map(DesiredRows::adoption),
                Optional.ofNullable(detail.getJsonArray("seats")).orElseGet(JsonArray::new).stream()
                        .map(seat -> Rows.seat((JsonObject) seat))
                        .toList(),
                detail.getLong("epoch"));
    }

    /** The same object for whoever holds the same products. */
    private Rights rights(List<String> held) {
        return rights.computeIfAbsent(
                held.stream().sorted().toList(),
                names -> names.isEmpty()
                        ? Rights.NONE
                        : Rows.rights(names.stream()
                                .collect(Collectors.toMap(name -> name, products::get, (a, b) -> a, TreeMap::new))));
    }

    private ProfileGroup profile(JsonObject detail) {
        return new ProfileGroup(
                detail.getString("profile"),
                FenceMode.valueOf(detail.getString("mode")),
                Rows.texts(detail.getJsonArray("profileProducts")).stream()
                        .flatMap(product -> products.get(product).stream())
                        .collect(Collectors.toSet()),
                Optional.ofNullable(detail.getString("tier")));
    }

    private static Adoption adoption(JsonObject row) {
        return new Adoption(
                row.getString("broker"),
                row.getString("client_username"),
                row.getString("previous_acl_profile"),
                Optional.ofNullable(row.getString("former_client_profile")),
                instant(row.getString("adopted_at")),
                Optional.ofNullable(row.getString("released_at")).map(DesiredRows::instant));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
