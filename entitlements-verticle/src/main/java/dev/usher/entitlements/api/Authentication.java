package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.ApiAuthenticator;
import dev.usher.entitlements.auth.AuthenticationRefusedException;
import dev.usher.entitlements.auth.Identity;
import dev.usher.entitlements.core.Refusal.Reason;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Lets only authenticated requests pass, before anything else about them is looked at. Refusals are recorded, tokens never. */
final class Authentication implements Handler<RoutingContext> {
    private static final String KEY = Authentication.class.getName();

    private final ApiAuthenticator authenticator;
    private final RefusalDesk desk;

    Authentication(ApiAuthenticator authenticator, RefusalDesk desk) {
        this.authenticator = authenticator;
        this.desk = desk;
    }

    @Override
    public void handle(RoutingContext context) {
        // Whoever reads the body comes later, and would miss what arrives meanwhile.
        context.request().pause();
        // compose also turns what the authenticator throws into a failure
        Future.succeededFuture(context.request().headers().getAll(HttpHeaders.AUTHORIZATION))
                .compose(this::identify)
                .onComplete(
                        caller -> {
                            context.put(KEY, caller);
                            context.request().resume();
                            context.next();
                        },
                        failure -> {
                            if (failure instanceof AuthenticationRefusedException refused) {
                                desk.unauthenticated(context, refused.reason());
                            }
                            context.request().resume();
                            context.fail(failure);
                        });
    }

    private Future<Identity> identify(List<String> headers) {
        if (headers.size() > 1) {
            // Another server on the way may have read the other one.
            return Future.failedFuture(new AuthenticationRefusedException(Reason.MALFORMED));
        }
        return authenticator.authenticate(headers.isEmpty() ? null : headers.get(0));
    }

    /** Who sent the request, once it has passed. */
    static Identity callerOf(RoutingContext context) {
        return context.get(KEY);
    }
}
