package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.Caller;
import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.port.Refusals;
import dev.usher.entitlements.postgres.LedgerEntry.Kind;
import dev.usher.entitlements.postgres.RefusalBacklog.Batch;
import dev.usher.entitlements.postgres.RefusalBacklog.Line;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refusals in the ledger, a second's worth at a time, so that no request waits for it. While the store is away they wait, as
 * {@link RefusalBacklog} bounds it; a write whose answer got lost is repeated, so a line may stand there twice, with one
 * correlation id.
 */
final class LedgerOfRefusals implements Refusals {
    private static final Logger log = LoggerFactory.getLogger(LedgerOfRefusals.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Database database;
    private final Clock clock;
    private final RefusalBacklog backlog = new RefusalBacklog();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile Future<Void> running = Future.succeededFuture();
    private volatile boolean closed;

    LedgerOfRefusals(Vertx vertx, Database database, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void refused(Refusal refusal) {
        backlog.add(refusal, clock.instant(), System.nanoTime());
        schedule();
    }

    /** One attempt to write what is left. Completes in any case. */
    Future<Void> close() {
        closed = true;
        return running.compose(written -> write());
    }

    private void schedule() {
        if (!closed && scheduled.compareAndSet(false, true)) {
            vertx.setTimer(
                    PAUSE.toMillis(),
                    fired -> write().onComplete(written -> {
                        scheduled.set(false);
                        if (!backlog.isEmpty()) {
                            schedule();
                        }
                    }));
        }
    }

    private Future<Void> write() {
        Batch batch = backlog.take();
        if (batch.isEmpty()) {
            return Future.succeededFuture();
        }
        return database.write(connection -> append(connection, batch)).recover(failure -> {
            log.debug("refusals not in the ledger yet reason={}", failure.getMessage());
            backlog.putBack(batch);
            return Future.succeededFuture();
        });
    }

    private static Future<Void> append(SqlConnection connection, Batch batch) {
        Map<Caller, List<LedgerEntry>> byCaller = batch.lines().stream()
                .collect(Collectors.groupingBy(
                        LedgerOfRefusals::caller,
                        LinkedHashMap::new,
                        Collectors.mapping(LedgerOfRefusals::entry, Collectors.toList())));
        if (!batch.leftOut().isEmpty()) {
            JsonObject reasons = new JsonObject();
            batch.leftOut().forEach((reason, count) -> reasons.put(reason.text(), count));
            long count =
                    batch.leftOut().values().stream().mapToLong(Long::longValue).sum();
            JsonObject detail = new JsonObject().put("count", count).put("reasons", reasons);
            byCaller.put(Ledger.USHER, List.of(LedgerEntry.of(Kind.REFUSALS_LEFT_OUT, null, detail)));
        }
        Future<Void> written = Future.succeededFuture();
        for (Map.Entry<Caller, List<LedgerEntry>> each : byCaller.entrySet()) {
            written = written.compose(before -> Ledger.append(connection, each.getKey(), each.getValue()));
        }
        return written;
    }

    private static Caller caller(Line line) {
        return new Caller(
                line.refusal().caller().orElse(""), line.refusal().reason().text());
    }

    private static LedgerEntry entry(Line line) {
        JsonObject detail = new JsonObject()
                .put("at", line.at().toString())
                .put("operation", line.refusal().operationId().orElse(null))
                .put("correlationId", line.refusal().correlationId())
                .put("remote", line.refusal().remoteAddress());
        return LedgerEntry.of(Kind.REFUSED, null, detail);
    }
}
