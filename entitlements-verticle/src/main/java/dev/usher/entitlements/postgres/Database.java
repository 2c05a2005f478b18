package dev.usher.entitlements.postgres;

import dev.usher.entitlements.core.port.EntitlementStore.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection pool, with the schema migrated, a limit to every operation, and one translation of every failure.
 *
 * <p>A connection that breaks leaves the pool by itself and the next operation makes a new one, so nothing has to be done
 * after an outage. Until {@link #open} is through, every operation fails at once.
 */
final class Database {
    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final PostgresConfig config;
    private final Pool pool;
    private final Retries retries;
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile boolean migrated;
    private volatile boolean closed;
    /** Why the database cannot be used; null while it can. */
    private volatile String problem = "not opened yet";

    Database(Vertx vertx, PostgresConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.retries = new Retries(vertx, FIRST_PAUSE, LONGEST_PAUSE);
        this.pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(connectOptions(config))
                .with(new PoolOptions()
                        .setMaxSize(config.poolSize())
                        .setConnectionTimeout(millis(config.connectTimeout()))
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .with(new NetClientOptions()
                        .setConnectTimeout(millis(config.connectTimeout()))
                        .setTcpKeepAlive(true)
                        // A server that is gone without a word is noticed here: no byte for longer than anything may
                        // take.
                        .setIdleTimeout(millis(config.catalogTimeout().plus(config.connectTimeout())))
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS))
                .build();
    }

    private static PgConnectOptions connectOptions(PostgresConfig config) {
        String limit = Long.toString(config.queryTimeout().toMillis());
        return new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.database())
                .setUser(config.username())
                .setPassword(config.password().reveal())
                .setCachePreparedStatements(true)
                .setProperties(Map.of(
                        "application_name",
                        "usher",
                        "statement_timeout",
                        limit,
                        // Row locks of a process that died with its connection open do not outlive it for long.
                        "idle_in_transaction_session_timeout",
                        limit));
    }

    /** Migrates, again and again until it works; fails with {@link StoreUnavailableException} if closed before. */
    Future<Void> open() {
        return retries.until(this::migrate, failure -> {
                    if (!closed) {
                        problem = Failures.describe(failure);
                        log.warn(
                                "database not ready, will retry host={} port={} reason={}",
                                config.host(),
                                config.port(),
                                problem);
                    }
                })
                .compose(done -> closed
                        ? Future.failedFuture(new CancellationException("closed"))
                        : Future.succeededFuture(done))
                .onSuccess(done -> {
                    problem = null;
                    migrated = true;
                    log.info(
                            "database ready host={} port={} database={}",
                            config.host(),
                            config.port(),
                            config.database());
                })
                .recover(
                        stopped -> Future.failedFuture(new StoreUnavailableException("the store was closed", stopped)));
    }

    private Future<Void> migrate() {
        return vertx.executeBlocking(
                () -> {
                    Migrations.run(config);
                    return null;
                },
                false);
    }

    /** Why the database cannot be used right now; empty while it can. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** One statement, outside a transaction. */
    <T> Future<T> read(Function<SqlClient, Future<T>> query) {
        return guarded(config.queryTimeout(), () -> query.apply(pool));
    }

    /** Work in one transaction (READ COMMITTED: each statement sees what was committed before it). */
    <T> Future<T> write(Function<SqlConnection, Future<T>> work) {
        return guarded(config.queryTimeout(), () -> pool.withTransaction(work));
    }

    /** As {@link #write}, with the limit of the catalog. */
    <T> Future<T> writeCatalog(Function<SqlConnection, Future<T>> work) {
        return guarded(config.catalogTimeout(), () -> pool.withTransaction(connection -> patiently(connection, work)));
    }

    /** As {@link #writeCatalog}, but nothing of it stays. */
    <T> Future<T> rehearse(Function<SqlConnection, Future<T>> work) {
        return undone(connection -> patiently(connection, work));
    }

    /** Reads in several statements that see the same instant. */
    <T> Future<T> snapshot(Function<SqlConnection, Future<T>> work) {
        return undone(connection -> connection
                .query("set transaction isolation level repeatable read, read only")
                .execute()
                .compose(set -> patiently(connection, work)));
    }

    private <T> Future<T> undone(Function<SqlConnection, Future<T>> work) {
        return guarded(
                config.catalogTimeout(),
                () -> pool.withConnection(connection ->
                        connection.begin().compose(transaction -> rolledBack(transaction, connection, work))));
    }

    private static <T> Future<T> rolledBack(
            Transaction transaction, SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        // compose also turns what the work throws into a failure
        return Future.succeededFuture()
                .compose(begun -> work.apply(connection))
                .compose(
                        result -> transaction.rollback().map(result),
                        failure -> transaction.rollback().transform(undone -> Future.failedFuture(failure)));
    }

    private <T> Future<T> patiently(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        return connection
                .preparedQuery("select set_config('statement_timeout', $1, true),"
                        + " set_config('idle_in_transaction_session_timeout', $1, true)")
                .execute(Tuple.of(Long.toString(config.catalogTimeout().toMillis())))
                .compose(set -> work.apply(connection));
    }

    /** Cuts all connections; whatever comes later fails. */
    Future<Void> close() {
        closed = true;
        problem = "closed";
        retries.stop();
        return pool.close();
    }

    /** Answers on the context of the caller, in time or with a timeout. */
    private <T> Future<T> guarded(Duration limit, Supplier<Future<T>> operation) {
        if (closed || !migrated) {
            return Future.failedFuture(new StoreUnavailableException("the database is not ready: " + problem, null));
        }
        Promise<T> answer = Promise.promise();
        // Not Future.timeout: it fires on a thread of its own, and the caller's state belongs to the caller's event
        // loop.
        long timer = vertx.setTimer(
                limit.toMillis(),
                fired -> answer.tryFail(new TimeoutException("no answer in " + limit.toMillis() + " ms")));
        // compose also turns what the operation throws into a failure
        Future.succeededFuture()
                .compose(start -> operation.get())
                .onComplete(
                        value -> {
                            vertx.cancelTimer(timer);
                            answer.tryComplete(value);
                        },
                        failure -> {
                            vertx.cancelTimer(timer);
                            answer.tryFail(failure);
                        });
        return answer.future().recover(failure -> {
            Throwable translated = Failures.translate(failure);
            if (translated instanceof StoreUnavailableException) {
                watch(translated);
            }
            return Future.failedFuture(translated);
        });
    }

    /** After a failure: is it the database? Asks until it answers, so that readiness recovers without traffic. */
    private void watch(Throwable cause) {
        if (closed || !watching.compareAndSet(false, true)) {
            return;
        }
        log.warn("database operation failed reason={}", cause.getMessage());
        retries.until(this::ping, failure -> {
                    if (!closed) {
                        problem = Failures.describe(failure);
                    }
                })
                .onComplete(answered -> {
                    watching.set(false);
                    if (answered.succeeded() && !closed) {
                        problem = null;
                        log.info("database answers host={} port={}", config.host(), config.port());
                    } else if (!(answered.cause() instanceof CancellationException)) {
                        log.debug("database watch ended", answered.cause());
                    }
                });
    }

    private Future<Void> ping() {
        return pool.query("select 1")
                .execute()
                .timeout(config.queryTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .mapEmpty();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
