package dev.usher.semp;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests through the budget and sends the repeatable ones again as {@link SempRetry} allows. */
final class SempCalls {
    private static final Logger log = LoggerFactory.getLogger(SempCalls.class);

    private final Vertx vertx;
    private final SempHttp http;
    private final SempBudget budget;
    private final SempRetry retry;
    private final DoubleSupplier random;

    SempCalls(Vertx vertx, SempHttp http, SempBudget budget, SempRetry retry, DoubleSupplier random) {
        this.vertx = vertx;
        this.http = http;
        this.budget = budget;
        this.retry = retry;
        this.random = random;
    }

    Future<SempAnswer> call(SempLane lane, SempRequest request) {
        return attempt(lane, request, 1);
    }

    <T> Future<T> get(SempLane lane, SempType<T> type, SempPath path, List<String> ids) {
        SempRequest request = SempRequest.of(HttpMethod.GET, path, ids).query(type.select());
        return call(lane, request).map(answer -> type.decode(answer.object()));
    }

    <T> Future<List<T>> list(SempLane lane, SempType<T> type, SempPath path, List<String> ids, Where where) {
        return new Pages<>(this, lane, type, SempRequest.of(HttpMethod.GET, path, ids), where).all();
    }

    /** How many objects a collection below one object has, without listing them. */
    Future<Long> count(SempLane lane, SempType<?> type, SempPath path, List<String> ids, String collection) {
        SempRequest request = SempRequest.of(HttpMethod.GET, path, ids).query(type.select());
        return call(lane, request).map(answer -> answer.count(collection));
    }

    private Future<SempAnswer> attempt(SempLane lane, SempRequest request, int number) {
        return budget.run(lane, () -> http.send(request)).recover(failure -> {
            Optional<Duration> pause = request.repeatable() && !http.isClosed()
                    ? retry.pauseAfter(number, failure, random.getAsDouble())
                    : Optional.empty();
            if (pause.isEmpty()) {
                return Future.failedFuture(failure);
            }
            long millis = pause.get().toMillis();
            log.info(
                    "semp repeats method={} path={} attempt={} pauseMillis={} failure={}",
                    request.method(),
                    request.path(),
                    number,
                    millis,
                    failure.getMessage());
            return vertx.timer(millis, TimeUnit.MILLISECONDS).compose(ignored -> attempt(lane, request, number + 1));
        });
    }
}
