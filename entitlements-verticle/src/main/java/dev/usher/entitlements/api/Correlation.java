package dev.usher.entitlements.api;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** Gives each request a name that its answer and its log lines share. */
final class Correlation implements Handler<RoutingContext> {
    static final String HEADER = "Correlation-Id";

    private static final String KEY = Correlation.class.getName();

    @Override
    public void handle(RoutingContext context) {
        idOf(context);
        context.next();
    }

    /** The request's name; made when first asked for, since a request can fail before any handler has seen it. */
    static String idOf(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) {
            return known;
        }
        String id = UUID.randomUUID().toString();
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        return id;
    }
}
