package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.Identity;
import dev.usher.entitlements.core.Refusal;
import dev.usher.entitlements.core.Refusal.Reason;
import dev.usher.entitlements.core.port.Refusals;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts every refusal on record: in the log, and wherever {@link Refusals} leads. */
final class RefusalDesk {
    private static final Logger log = LoggerFactory.getLogger(RefusalDesk.class);

    private final OpenAPIContract contract;
    private final Refusals refusals;

    RefusalDesk(OpenAPIContract contract, Refusals refusals) {
        this.contract = contract;
        this.refusals = refusals;
    }

    /** The request's sender is not known. */
    void unauthenticated(RoutingContext context, Reason reason) {
        Optional<String> operationId = Optional.ofNullable(contract.findOperation(
                        context.request().path(), context.request().method()))
                .map(io.vertx.openapi.contract.Operation::getOperationId);
        record(context, new Refusal(reason, operationId, Correlation.idOf(context), remote(context), Optional.empty()));
    }

    /** The request's sender has none of the roles of the operation. */
    void withoutRole(RoutingContext context, String operationId, Identity caller) {
        record(
                context,
                new Refusal(
                        Reason.NO_ROLE,
                        Optional.of(operationId),
                        Correlation.idOf(context),
                        remote(context),
                        Optional.of(caller.name())));
    }

    private void record(RoutingContext context, Refusal refusal) {
        log.warn(
                "api request refused reason={} operation={} caller={} method={} path={} remote={} correlationId={}",
                refusal.reason().text(),
                refusal.operationId().orElse("none"),
                refusal.caller().orElse("unknown"),
                context.request().method(),
                context.request().path(),
                refusal.remoteAddress(),
                refusal.correlationId());
        refusals.refused(refusal);
    }

    /** Null once the connection is gone. */
    private static String remote(RoutingContext context) {
        SocketAddress remote = context.request().remoteAddress();
        return remote == null ? "unknown" : remote.toString();
    }
}
