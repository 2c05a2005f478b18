package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.Identity;
import dev.usher.entitlements.auth.Role;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Lets only callers with one of the operation's roles pass. */
final class Authorization implements Handler<RoutingContext> {
    private final String operationId;
    private final List<Role> sufficient;
    private final RefusalDesk desk;

    Authorization(String operationId, OperationRoles roles, RefusalDesk desk) {
        this.operationId = operationId;
        this.sufficient = roles.of(operationId);
        this.desk = desk;
    }

    @Override
    public void handle(RoutingContext context) {
        Identity caller = Authentication.callerOf(context);
        if (caller.hasAnyOf(sufficient)) {
            context.next();
            return;
        }
        desk.withoutRole(context, operationId, caller);
        context.fail(new MissingRoleException(sufficient));
    }
}
