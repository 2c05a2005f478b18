package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Catalog;
import dev.usher.entitlements.core.Change;
import dev.usher.entitlements.core.Committed;
import dev.usher.entitlements.core.Seat;
import dev.usher.entitlements.core.UserOnBroker;
import dev.usher.entitlements.core.port.EntitlementStore.NotFoundException;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one way in which products, groups and users change: the part that an {@link Edit} concerns is read, edited, compared, and
 * the difference is written, with the ledger and a new epoch for whom it touches.
 *
 * <p>Such writes exclude each other, seats and the clock, so what was read is still true when the transaction ends.
 */
final class RightsWrites {
    private static final String CLOSE_SEATS = """
            update seats s set closed_at = now(), closed_by = $2
            where s.closed_at is null and s.user_id = any($1::text[]) and not exists (select 1 from user_brokers b
              where b.user_id = s.user_id and b.broker = s.broker and b.client_username = s.client_username)
            returning s.*
            """;

    private final SqlConnection connection;
    private final Edit edit;
    private final String kind;
    private final Caller caller;
    private final Overrides overrides;
    private final String change = NewIds.next();

    RightsWrites(SqlConnection connection, Edit edit, String kind, Caller caller, Overrides overrides) {
        this.connection = connection;
        this.edit = edit;
        this.kind = kind;
        this.caller = caller;
        this.overrides = overrides;
    }

    Future<Outcome> perform() {
        return CatalogLock.exclusive(connection)
                .compose(locked -> PassingTime.now(connection))
                .compose(now -> CatalogRows.within(connection, edit.scope()).compose(before -> over(before, now)));
    }

    private Future<Outcome> over(Catalog before, Instant now) {
        boolean wasThere = edit.isThere().test(before);
        if (edit.removes().isPresent() && !wasThere) {
            return removedBefore(edit.removes().get());
        }
        Catalog after = edit.change().apply(before);
        CatalogDiff diff = CatalogDiff.between(before, after, now);
        return Changes.create(connection, change, kind, caller)
                .compose(created -> CatalogWriter.write(connection, diff))
                .compose(written -> overrides.mark(connection, diff, change))
                .compose(marked -> Removals.record(connection, diff, change))
                .compose(recorded -> closeSeats(diff))
                .compose(closed -> Ledger.append(connection, caller, entries(diff, closed)))
                .compose(noted -> Changes.advance(connection, change, diff.touched()))
                .compose(advanced -> confirm(after, diff))
                .compose(confirmed -> Changes.read(connection, change))
                .map(read -> new Outcome(
                        new Committed(read, edit.creates() && !wasThere, Optional.empty()), diff.touched()));
    }

    private Future<Outcome> removedBefore(Removals.Thing thing) {
        return Removals.find(connection, thing)
                .compose(found -> found.<Future<Change>>map(by -> Changes.read(connection, by))
                        .orElseGet(() -> Future.failedFuture(new NotFoundException(thing.toString()))))
                .map(Outcome::unchanged);
    }

    private Future<List<Seat>> closeSeats(CatalogDiff diff) {
        List<UserOnBroker> unmapped = diff.mappings().removed();
        if (unmapped.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return connection
                .preparedQuery(CLOSE_SEATS)
                .execute(Tuple.tuple()
                        .addValue(Rows.array(unmapped, UserOnBroker::user))
                        .addValue(change))
                .map(rows -> Rows.all(rows, Rows::seat));
    }

    private List<LedgerEntry> entries(CatalogDiff diff, List<Seat> closed) {
        List<LedgerEntry> entries = new ArrayList<>(new CatalogLedger(change, overrides).entries(diff));
        closed.forEach(seat -> entries.add(LedgerEntry.ofSeat(LedgerEntry.Kind.SEAT_CLOSED, seat, change)));
        if (entries.isEmpty()) {
            entries.add(CatalogLedger.confirmed(change, kind, edit.scope()));
        }
        return entries;
    }

    private Future<Void> confirm(Catalog after, CatalogDiff diff) {
        if (edit.about() == Edit.About.NONE) {
            return Future.succeededFuture();
        }
        Set<UserOnBroker> about = new LinkedHashSet<>(CatalogDiff.mappings(after));
        diff.touched().forEach(about::remove);
        return Changes.confirm(connection, change, about, edit.about() == Edit.About.UNSETTLED);
    }
}
