package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Desired;
import dev.usher.entitlements.core.IdempotencyKey;
import dev.usher.entitlements.core.Intent;
import dev.usher.entitlements.core.Rehearsal;
import dev.usher.entitlements.core.UserOnBroker;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Performs intents, each in one transaction that is committed, or undone when it is a rehearsal. */
final class Commits {
    private static final Caller REHEARSAL = new Caller("rehearsal", "");

    private final Database database;

    Commits(Database database) {
        this.database = database;
    }

    Future<Committed> commit(Intent intent, Caller caller, Optional<IdempotencyKey> key) {
        return isSmall(intent)
                ? database.write(connection -> commit(connection, intent, caller, key))
                : database.writeCatalog(connection -> commit(connection, intent, caller, key));
    }

    private static Future<Committed> commit(
            SqlConnection connection, Intent intent, Caller caller, Optional<IdempotencyKey> key) {
        if (key.isEmpty()) {
            return perform(connection, intent, caller).map(Outcome::committed);
        }
        return IdempotencyKeys.take(connection, caller, key.get())
                .compose(answered -> answered.map(Future::succeededFuture)
                        .orElseGet(() -> perform(connection, intent, caller)
                                .compose(outcome ->
                                        IdempotencyKeys.keep(connection, caller, key.get(), outcome.committed()))));
    }

    /**
     * With the catalog locked, so that nobody else changes what is desired between reading it as it would be and, after going
     * back, as it is.
     */
    Future<Rehearsal> rehearse(Intent intent) {
        return database.rehearse(connection -> CatalogLock.exclusive(connection)
                .compose(locked -> connection.query("savepoint rehearsal").execute())
                .compose(saved -> perform(connection, intent, REHEARSAL))
                .compose(outcome ->
                        // What a commit would check last.
                        connection
                                .query("set constraints all immediate")
                                .execute()
                                .compose(checked -> deltas(connection, outcome.touched()))
                                .map(deltas -> new Rehearsal(outcome.committed().created(), deltas))));
    }

    private static Future<List<Rehearsal.Delta>> deltas(SqlConnection connection, List<UserOnBroker> touched) {
        return DesiredRows.read(connection, touched)
                .compose(after -> connection
                        .query("rollback to savepoint rehearsal")
                        .execute()
                        .compose(undone -> DesiredRows.read(connection, touched))
                        .map(before -> pairs(before, after)));
    }

    private static List<Rehearsal.Delta> pairs(List<Desired> before, List<Desired> after) {
        return IntStream.range(0, after.size())
                .mapToObj(i -> new Rehearsal.Delta(before.get(i), after.get(i)))
                .toList();
    }

    private static Future<Outcome> perform(SqlConnection connection, Intent intent, Caller caller) {
        if (intent instanceof Intent.OpenSeat open) {
            return new Seats(connection, caller).open(open);
        }
        if (intent instanceof Intent.RefreshSeat refresh) {
            return new Seats(connection, caller).refresh(refresh);
        }
        if (intent instanceof Intent.CloseSeat close) {
            return new Seats(connection, caller).close(close);
        }
        if (intent instanceof Intent.Adopt adopt) {
            return new Adoptions(connection, caller).adopt(adopt);
        }
        if (intent instanceof Intent.Release release) {
            return new Adoptions(connection, caller).release(release);
        }
        if (intent instanceof Intent.Seed seed) {
            return Seeds.perform(connection, seed, caller);
        }
        return new RightsWrites(connection, Edit.of(intent), intent.kind(), caller, Overrides.NONE).perform();
    }

    /** Whether it is about one user or seat and has to be answered soon. */
    private static boolean isSmall(Intent intent) {
        return intent instanceof Intent.OpenSeat
                || intent instanceof Intent.RefreshSeat
                || intent instanceof Intent.CloseSeat
                || intent instanceof Intent.SetStatus
                || intent instanceof Intent.DefineUser
                || intent instanceof Intent.RemoveUser;
    }
}
