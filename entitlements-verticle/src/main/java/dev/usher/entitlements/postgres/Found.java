package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.Proof;
import dev.usher.entitlements.core.UserOnBroker;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found out on the brokers. Records only move forward: what an older epoch says after a newer one was proven is
 * dropped, and the same finding again, as every sweep brings it, writes nothing.
 */
final class Found {
    private static final Logger log = LoggerFactory.getLogger(Found.class);

    private static final String READ = """
            select desired_epoch, enforced_epoch, remaining, disconnected_epoch, pending_epoch, pending_left,
              pending_hopeless
            from enforcement where broker = $1 and client_username = $2 and user_id = $3
            """;

    private static final String LOCK = """
            select 1 from enforcement where broker = $1 and client_username = $2
            order by broker, client_username, user_id for update
            """;

    private static final String ENFORCE = """
            update enforcement set
              enforced_epoch = $4, proof_kind = $5, proof_at = $6, remaining = $7,
              disconnected_epoch = case when $8 then $4 else disconnected_epoch end,
              pending_left = case when pending_epoch <= $4 then '{}' else pending_left end,
              pending_hopeless = pending_hopeless and pending_epoch > $4,
              pending_since = case when desired_epoch > $4 then pending_since end
            where broker = $1 and client_username = $2 and user_id = $3
            """;

    /** Who had the username before: the proof covers every client of the username, so it is theirs, too. */
    private static final String ENFORCE_FORMER = """
            update enforcement set
              enforced_epoch = desired_epoch, proof_kind = $5, proof_at = $6, remaining = '{}',
              pending_left = '{}', pending_since = null, pending_hopeless = false
            where broker = $1 and client_username = $2 and user_id <> $3 and desired_epoch <= $4 and not settled
            """;

    private static final String ENFORCE_CHANGES = """
            update change_targets set
              proof_kind = coalesce(proof_kind, $4), proof_at = coalesce(proof_at, $5),
              remaining = $6, disconnected = disconnected or $7
            where broker = $1 and client_username = $2 and epoch <= $3
              and (proof_at is null or cardinality(remaining) > 0)
            """;

    private static final String PEND = """
            update enforcement set
              pending_epoch = $4, pending_left = $5, pending_since = coalesce(pending_since, now()),
              pending_hopeless = $7,
              disconnected_epoch = case when $6 then $4 else disconnected_epoch end
            where broker = $1 and client_username = $2 and user_id = $3
            """;

    /** Disconnected for a change stays so, whichever run proves it in the end. */
    private static final String DISCONNECTED_FOR_CHANGES = """
            update change_targets set disconnected = true
            where broker = $1 and client_username = $2 and epoch <= $3 and proof_at is null and not disconnected
            """;

    private final Database database;

    Found(Database database) {
        this.database = database;
    }

    Future<Void> enforced(UserOnBroker target, long epoch, Proof proof, List<String> left, boolean disconnected) {
        return unlessKnown(
                target,
                known -> known.learnsFromProof(target, epoch, left, disconnected),
                connection -> writeEnforced(connection, target, epoch, proof, left, disconnected));
    }

    private static Future<Void> writeEnforced(
            SqlConnection connection,
            UserOnBroker target,
            long epoch,
            Proof proof,
            List<String> left,
            boolean disconnected) {
        var at = proof.at().atOffset(ZoneOffset.UTC);
        Tuple own = key(target)
                .addValue(epoch)
                .addValue(proof.kind())
                .addValue(at)
                .addValue(Rows.array(left))
                .addValue(disconnected);
        Tuple former = key(target).addValue(epoch).addValue(proof.kind()).addValue(at);
        Tuple changes = Tuple.of(target.broker(), target.clientUsername(), epoch, proof.kind(), at)
                .addValue(Rows.array(left))
                .addValue(disconnected);
        JsonObject detail = new JsonObject()
                .put("epoch", epoch)
                .put("proof", proof.kind())
                .put("at", proof.at().toString())
                .put("left", new JsonArray(left))
                .put("disconnected", disconnected);
        if (proof instanceof Proof.Observed observed) {
            detail.put("begunAt", observed.begunAt().toString())
                    .put("clients", observed.clients())
                    .put("subscriptions", observed.subscriptions());
        }
        LedgerEntry entry = LedgerEntry.ofTarget(LedgerEntry.Kind.ENFORCED, target, null, detail);
        return connection
                .preparedQuery(ENFORCE)
                .execute(own)
                .compose(done -> connection.preparedQuery(ENFORCE_FORMER).execute(former))
                .compose(done -> connection.preparedQuery(ENFORCE_CHANGES).execute(changes))
                .compose(done -> Ledger.append(connection, Ledger.USHER, entry));
    }

    Future<Void> pending(UserOnBroker target, long epoch, List<String> left, boolean disconnected, boolean hopeless) {
        JsonObject detail = new JsonObject()
                .put("epoch", epoch)
                .put("left", new JsonArray(left))
                .put("disconnected", disconnected)
                .put("hopeless", hopeless);
        return unlessKnown(
                target,
                known -> known.learnsFromFailure(target, epoch, left, disconnected, hopeless),
                connection -> connection
                        .preparedQuery(PEND)
                        .execute(key(target)
                                .addValue(epoch)
                                .addValue(Rows.array(left))
                                .addValue(disconnected)
                                .addValue(hopeless))
                        .compose(done -> disconnected
                                ? connection
                                        .preparedQuery(DISCONNECTED_FOR_CHANGES)
                                        .execute(Tuple.of(target.broker(), target.clientUsername(), epoch))
                                        .<Void>mapEmpty()
                                : Future.<Void>succeededFuture())
                        .compose(done -> Ledger.append(
                                connection,
                                Ledger.USHER,
                                LedgerEntry.ofTarget(LedgerEntry.Kind.PENDING, target, null, detail))));
    }

    /** Looks without a lock first, since most findings are old news; then again with it, since that is what counts. */
    private Future<Void> unlessKnown(
            UserOnBroker target, Predicate<Known> isNews, Function<SqlConnection, Future<Void>> write) {
        return database.read(client -> known(client, target))
                .compose(before -> before.filter(isNews)
                        .map(news -> database.write(connection -> connection
                                .preparedQuery(LOCK)
                                .execute(Tuple.of(target.broker(), target.clientUsername()))
                                .compose(locked -> known(connection, target))
                                .compose(now -> now.filter(isNews).isPresent()
                                        ? write.apply(connection)
                                        : Future.succeededFuture())))
                        .orElseGet(Future::succeededFuture));
    }

    private static Future<Optional<Known>> known(SqlClient client, UserOnBroker target) {
        return client.preparedQuery(READ)
                .execute(key(target))
                .map(rows -> Rows.first(rows).map(Known::of));
    }

    Future<Void> exposure(UserOnBroker target, Connection expected, Optional<Connection> found, String filter) {
        JsonObject detail = new JsonObject()
                .put("filter", filter)
                .put("expected", json(expected))
                .put("found", found.map(Found::json).orElse(null));
        return database.write(connection -> Ledger.append(
                connection, Ledger.USHER, LedgerEntry.ofTarget(LedgerEntry.Kind.EXPOSURE, target, null, detail)));
    }

    private static JsonObject json(Connection connection) {
        return new JsonObject()
                .put("clientName", connection.clientName())
                .put("clientUsername", connection.clientUsername())
                .put("address", connection.address())
                .put("incarnation", connection.incarnation());
    }

    private static Tuple key(UserOnBroker target) {
        return Tuple.of(target.broker(), target.clientUsername(), target.user());
    }

    /** What is on record for a target. */
    private record Known(
            long desiredEpoch,
            long enforcedEpoch,
            List<String> remaining,
            long disconnectedEpoch,
            long pendingEpoch,
            List<String> pendingLeft,
            boolean pendingHopeless) {

        static Known of(Row row) {
            return new Known(
                    row.getLong("desired_epoch"),
                    row.getLong("enforced_epoch"),
                    List.of(row.getArrayOfStrings("remaining")),
                    row.getLong("disconnected_epoch"),
                    row.getLong("pending_epoch"),
                    List.of(row.getArrayOfStrings("pending_left")),
                    row.getBoolean("pending_hopeless"));
        }

        boolean learnsFromProof(UserOnBroker target, long epoch, List<String> left, boolean nowDisconnected) {
            if (!committed(target, epoch) || epoch < enforcedEpoch) {
                return false;
            }
            boolean failedSince = pendingEpoch <= epoch && !pendingLeft.isEmpty();
            return epoch > enforcedEpoch
                    || failedSince
                    || !left.equals(remaining)
                    || (nowDisconnected && disconnectedEpoch < epoch);
        }

        /** An epoch that was proven can become doubtful again: something was found that could not be taken away. */
        boolean learnsFromFailure(
                UserOnBroker target, long epoch, List<String> left, boolean nowDisconnected, boolean hopeless) {
            if (!committed(target, epoch) || epoch < enforcedEpoch || epoch < pendingEpoch) {
                return false;
            }
            return epoch > pendingEpoch
                    || !left.equals(pendingLeft)
                    || hopeless != pendingHopeless
                    || (nowDisconnected && disconnectedEpoch < epoch);
        }

        private boolean committed(UserOnBroker target, long epoch) {
            if (epoch > desiredEpoch) {
                log.warn(
                        "finding for an epoch that was never committed, ignored user={} broker={} epoch={} committed={}",
                        target.user(),
                        target.broker(),
                        epoch,
                        desiredEpoch);
                return false;
            }
            return true;
        }
    }
}
