package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Adoption;
import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.ConflictException;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import dev.usher.entitlements.core.port.EntitlementStore.UnknownReferenceException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which client usernames are in our care, and the profiles they had before. Of those the first record counts. */
final class Adoptions {
    private static final String MAPPED = """
            select user_id, broker, client_username from user_brokers
            where broker = $1 and client_username = any($2::text[]) order by client_username
            """;

    private static final String LOCK = """
            select * from adoptions where broker = $1 and client_username = any($2::text[])
            order by broker, client_username for update
            """;

    /** Returns only what was not in our care. */
    private static final String ADOPT = """
            insert into adoptions as a (broker, client_username, user_id, previous_acl_profile, former_client_profile)
            select $1, t.client_username, t.user_id, t.acl_profile, t.client_profile
            from unnest($2::text[], $3::text[], $4::text[], $5::text[])
              as t(client_username, user_id, acl_profile, client_profile)
            on conflict (broker, client_username) do update
            set user_id = excluded.user_id, previous_acl_profile = excluded.previous_acl_profile,
                former_client_profile = excluded.former_client_profile, adopted_at = now(), released_at = null
            where a.released_at is not null
            returning client_username
            """;

    private static final String ADOPT_FIRST = """
            insert into adoptions (broker, client_username, user_id, previous_acl_profile, former_client_profile)
            values ($1, $2, $3, $4, $5) on conflict do nothing
            """;
    private static final String RELEASED =
            "select 1 from adoptions where broker = $1 and client_username = $2 and released_at is not null";

    private static final String RELEASE = """
            update adoptions set released_at = now()
            where broker = $1 and client_username = any($2::text[]) and released_at is null
            returning client_username
            """;

    static final String OF_BROKER = "select * from adoptions where broker = $1 order by client_username collate \"C\"";

    private final SqlConnection connection;
    private final Caller caller;

    Adoptions(SqlConnection connection, Caller caller) {
        this.connection = connection;
        this.caller = caller;
    }

    static Adoption adoption(Row row) {
        return new Adoption(
                row.getString("broker"),
                row.getString("client_username"),
                row.getString("previous_acl_profile"),
                Optional.ofNullable(row.getString("former_client_profile")),
                row.getOffsetDateTime("adopted_at").toInstant(),
                Rows.instant(row, "released_at"));
    }

    Future<Outcome> adopt(Intent.Adopt adopt) {
        Map<String, Intent.Adopt.Former> formers = new TreeMap<>();
        adopt.usernames().forEach(former -> formers.put(former.clientUsername(), former));
        return mapped(adopt.broker(), formers.keySet()).compose(targets -> {
            Set<String> unmapped = new TreeSet<>(formers.keySet());
            targets.forEach(target -> unmapped.remove(target.clientUsername()));
            if (!unmapped.isEmpty()) {
                return Future.failedFuture(new UnknownReferenceException("no user is mapped to client username "
                        + String.join(", ", unmapped) + " on broker " + adopt.broker()));
            }
            return lock(adopt.broker(), formers.keySet())
                    .compose(locked -> connection
                            .preparedQuery(ADOPT)
                            .execute(Tuple.tuple()
                                    .addValue(adopt.broker())
                                    .addValue(Rows.array(targets, UserOnBroker::clientUsername))
                                    .addValue(Rows.array(targets, UserOnBroker::user))
                                    .addValue(Rows.array(
                                            targets,
                                            t -> formers.get(t.clientUsername()).aclProfile()))
                                    .addValue(Rows.array(
                                            targets,
                                            t -> formers.get(t.clientUsername()).clientProfile()))))
                    .compose(rows -> commit(adopt.kind(), targets, usernames(rows), formers));
        });
    }

    /** Also of a username that nobody is mapped to any more: it still is as we left it. */
    Future<Outcome> release(Intent.Release release) {
        String broker = release.broker();
        return mapped(broker, release.clientUsernames())
                .compose(targets -> lock(broker, release.clientUsernames())
                        .compose(known -> {
                            Set<String> strangers = new TreeSet<>(release.clientUsernames());
                            known.forEach(adoption -> strangers.remove(adoption.clientUsername()));
                            return strangers.isEmpty()
                                    ? connection
                                            .preparedQuery(RELEASE)
                                            .execute(Rows.pair(broker, Rows.array(release.clientUsernames())))
                                    : Future.failedFuture(new NotFoundException("an adoption of client username "
                                            + String.join(", ", strangers) + " on broker " + broker));
                        })
                        .compose(rows -> commit(release.kind(), targets, usernames(rows), Map.of())));
    }

    private Future<Outcome> commit(
            String kind, List<UserOnBroker> targets, Set<String> changed, Map<String, Intent.Adopt.Former> formers) {
        String change = NewIds.next();
        List<UserOnBroker> touched = targets.stream()
                .filter(t -> changed.contains(t.clientUsername()))
                .toList();
        List<UserOnBroker> others = targets.stream()
                .filter(t -> !changed.contains(t.clientUsername()))
                .toList();
        return Changes.create(connection, change, kind, caller)
                .compose(created -> Ledger.append(connection, caller, entries(change, kind, touched, changed, formers)))
                .compose(noted -> Changes.advance(connection, change, touched))
                .compose(advanced -> Changes.confirm(connection, change, others, false))
                .compose(confirmed -> Changes.read(connection, change))
                .map(read ->
                        new Outcome(new dev.usher.entitlements.core.Committed(read, false, Optional.empty()), touched));
    }

    private static List<LedgerEntry> entries(
            String change,
            String kind,
            List<UserOnBroker> touched,
            Set<String> changed,
            Map<String, Intent.Adopt.Former> formers) {
        LedgerEntry.Kind entry = formers.isEmpty() ? LedgerEntry.Kind.RELEASED : LedgerEntry.Kind.ADOPTED;
        List<LedgerEntry> entries = new ArrayList<>();
        Set<String> unmapped = new TreeSet<>(changed);
        for (UserOnBroker target : touched) {
            unmapped.remove(target.clientUsername());
            JsonObject detail = Optional.ofNullable(formers.get(target.clientUsername()))
                    .map(Adoptions::detail)
                    .orElseGet(JsonObject::new);
            entries.add(LedgerEntry.ofTarget(entry, target, change, detail));
        }
        unmapped.forEach(username ->
                entries.add(LedgerEntry.of(entry, change, new JsonObject().put("clientUsername", username))));
        if (entries.isEmpty()) {
            entries.add(LedgerEntry.of(LedgerEntry.Kind.CONFIRMED, change, new JsonObject().put("asked", kind)));
        }
        return entries;
    }

    private static JsonObject detail(Intent.Adopt.Former former) {
        return new JsonObject()
                .put("previousAclProfile", former.aclProfile())
                .put("previousClientProfile", former.clientProfile());
    }

    /** Fails with {@link ConflictException} if the username was released: it must not be touched again by itself. */
    Future<Void> record(UserOnBroker target, Intent.Adopt.Former former) {
        Tuple username = Tuple.of(target.broker(), target.clientUsername());
        return connection
                .preparedQuery(ADOPT_FIRST)
                .execute(Tuple.of(
                        target.broker(),
                        target.clientUsername(),
                        target.user(),
                        former.aclProfile(),
                        former.clientProfile()))
                .compose(inserted -> inserted.rowCount() > 0
                        ? Ledger.append(
                                connection,
                                caller,
                                LedgerEntry.ofTarget(LedgerEntry.Kind.ADOPTED, target, null, detail(former)))
                        : connection
                                .preparedQuery(RELEASED)
                                .execute(username)
                                .compose(released -> released.size() == 0
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(new ConflictException("client username "
                                                + target.clientUsername() + " on broker " + target.broker()
                                                + " was given back; adopt it again first"))));
    }

    private Future<List<UserOnBroker>> mapped(String broker, Collection<String> usernames) {
        return CatalogLock.shared(connection)
                .compose(locked -> connection.preparedQuery(MAPPED).execute(Rows.pair(broker, Rows.array(usernames))))
                .map(rows -> Rows.all(rows, Rows::target));
    }

    private Future<List<Adoption>> lock(String broker, Collection<String> usernames) {
        return connection
                .preparedQuery(LOCK)
                .execute(Rows.pair(broker, Rows.array(usernames)))
                .map(rows -> Rows.all(rows, Adoptions::adoption));
    }

    private static Set<String> usernames(io.vertx.sqlclient.RowSet<Row> rows) {
        return new TreeSet<>(Rows.all(rows, row -> row.getString("client_username")));
    }
}
