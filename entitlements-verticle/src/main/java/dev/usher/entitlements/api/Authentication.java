package dev.usher.entitlements.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets only authenticated requests pass, before anything else about them is looked at. Refusals are logged, tokens never. */
final class Authentication implements Handler<RoutingContext> {
    private static final Logger log = LoggerFactory.getLogger(Authentication.class);
    private static final String KEY = Authentication.class.getName();

    private final ApiAuthenticator authenticator;

    Authentication(ApiAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void handle(RoutingContext context) {
        List<String> headers = context.request().headers().getAll(HttpHeaders.AUTHORIZATION);
        Optional<String> caller = headers.size() > 1
                ? Optional.empty()
                : authenticator.authenticate(headers.isEmpty() ? null : headers.get(0));
        if (caller.isPresent()) {
            context.put(KEY, caller.get());
            context.next();
            return;
        }
        log.warn(
                "api authentication refused method={} path={} remote={} credentials={} correlationId={}",
                context.request().method(),
                context.request().path(),
                context.request().remoteAddress(),
                headers.isEmpty() ? "absent" : "not-accepted",
                Correlation.idOf(context));
        context.fail(new HttpException(401));
    }

    static String callerOf(RoutingContext context) {
        return context.get(KEY);
    }
}
