package dev.usher.entitlements.api;

import dev.usher.entitlements.core.port.EntitlementStore.InvalidCursorException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become HTTP: a problem document (RFC 9457), and a log line with the same correlation id. */
final class Failures implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);
    private static final String RETRY_AFTER_SECONDS = "5";

    private final ProblemType otherwise;

    /** {@code otherwise} is the kind of a failure that comes with neither an exception nor a status. */
    Failures(ProblemType otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public void handle(RoutingContext context) {
        Throwable failure = context.failure();
        boolean silent = failure == null && context.statusCode() < 400;
        ProblemType type = silent ? otherwise : ProblemType.of(failure, context.statusCode());
        log(context, type, failure);
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        if (type == ProblemType.UNAVAILABLE) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        if (type == ProblemType.UNAUTHENTICATED) {
            context.response().putHeader("WWW-Authenticate", Challenge.header(failure));
        }
        JsonObject problem = new JsonObject()
                .put("type", type.urn())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", type.detail(failure))
                .put("instance", context.request().path())
                .put("correlationId", Correlation.idOf(context));
        if (failure instanceof ProblemDetails details) {
            details.describeIn(problem);
        } else if (failure instanceof InvalidCursorException) {
            problem.put("parameter", new JsonObject().put("in", "query").put("name", "cursor"));
        }
        context.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(problem.toBuffer());
    }

    private static void log(RoutingContext context, ProblemType type, Throwable failure) {
        String method = context.request().method().name();
        String path = context.request().path();
        String correlationId = Correlation.idOf(context);
        switch (type) {
            case INTERNAL ->
                log.error(
                        "api request failed method={} path={} correlationId={}", method, path, correlationId, failure);
            case UNAVAILABLE ->
                log.warn(
                        "api request unavailable method={} path={} correlationId={} cause={}",
                        method,
                        path,
                        correlationId,
                        failure == null ? "" : failure.toString());
            default ->
                log.debug(
                        "api request refused method={} path={} statusCode={} correlationId={}",
                        method,
                        path,
                        type.status(),
                        correlationId);
        }
    }
}
