package dev.usher.entitlements.api;

import dev.usher.entitlements.auth.ApiAuthenticator;
import dev.usher.entitlements.core.port.Refusals;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds the operations to the contract's paths. Under {@code /v1} authentication comes first, then the body, then the
 * caller's role, then the rest.
 */
final class ApiRouter {
    /** Enough for a product of 10,000 filters of the greatest length, hardly escaped. */
    static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

    static final int MAX_CATALOG_BYTES = 16 * 1024 * 1024;

    /** Segments that the router leaves out: empty ones and dots, however encoded. */
    private static final Pattern LEFT_OUT = Pattern.compile("//|/(\\.|%2[eE]){1,2}(/|$)");

    private static final Logger log = LoggerFactory.getLogger(ApiRouter.class);

    private final Vertx vertx;
    private final Contract contract;
    private final Operations operations;
    private final OperationRoles roles;
    private final ApiAuthenticator authenticator;
    private final RefusalDesk desk;
    private final Duration grace;

    /** {@code grace} is how much longer than the caller's wait an operation may take before it counts as unanswered. */
    ApiRouter(
            Vertx vertx,
            Contract contract,
            Operations operations,
            ApiAuthenticator authenticator,
            Refusals refusals,
            Duration grace) {
        this.vertx = vertx;
        this.contract = contract;
        this.operations = operations.matching(contract.openApi().operations().stream()
                .map(io.vertx.openapi.contract.Operation::getOperationId)
                .collect(Collectors.toSet()));
        this.roles = OperationRoles.of(contract.openApi());
        this.authenticator = authenticator;
        this.desk = new RefusalDesk(contract.openApi(), refusals);
        this.grace = grace;
    }

    Router create(ReferencePage reference) {
        Router root = Router.router(vertx);
        root.route().handler(new Correlation());
        root.route().handler(ApiRouter::refuseAmbiguous);
        root.get("/openapi.yaml").handler(this::serveContract);
        reference.mountOn(root);
        root.route(Paths.ROOT + "/*").handler(new Authentication(authenticator, desk));
        // Of two body handlers the first reads.
        root.route(Paths.ROOT + "/catalog").handler(BodyHandler.create(false).setBodyLimit(MAX_CATALOG_BYTES));
        root.route(Paths.ROOT + "/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        root.route(Paths.ROOT + "/*").subRouter(contractRouter());
        root.route().handler(this::refuseUnknown);
        root.route().failureHandler(new Failures(ProblemType.INTERNAL));
        for (ProblemType type : ProblemType.values()) {
            // Reached without any route, and without a failure, when the path itself cannot be decoded.
            root.errorHandler(type.status(), new Failures(ProblemType.of(null, type.status())));
        }
        return root;
    }

    /** The router would take such a path for another one; whoever sends it means a thing of that name, and there is none. */
    private static void refuseAmbiguous(RoutingContext context) {
        if (LEFT_OUT.matcher(context.request().path()).find()) {
            throw new HttpException(404);
        }
        context.next();
    }

    private Router contractRouter() {
        RouterBuilder builder = RouterBuilder.create(vertx, contract.openApi());
        for (OpenAPIRoute route : builder.getRoutes()) {
            String operationId = route.getOperation().getOperationId();
            Operation operation = operations.get(operationId);
            RequestReader reader = new RequestReader(contract.openApi(), route.getOperation());
            // Security is enforced in front of the whole contract and validation in the reader, see there.
            route.setDoSecurity(false).setDoValidation(false);
            route.addHandler(new Authorization(operationId, roles, desk));
            route.addHandler(context -> run(context, operationId, reader, operation));
        }
        return builder.createRouter();
    }

    private void run(RoutingContext context, String operationId, RequestReader reader, Operation operation) {
        String caller = Authentication.callerOf(context).name();
        reader.read(context, caller)
                .compose(request -> within(request.waitFor().plus(grace), operation.answer(request)))
                .onSuccess(answer -> {
                    logAnswer(context, operationId, caller, answer);
                    answer.writeTo(context);
                })
                .onFailure(context::fail);
    }

    /** Fails with {@link TimeoutException} if it takes longer; on the event loop, where the answer would have come, too. */
    private <T> Future<T> within(Duration limit, Future<T> future) {
        Promise<T> promise = Promise.promise();
        long timer = vertx.setTimer(
                limit.toMillis(), fired -> promise.tryFail(new TimeoutException("no answer within " + limit)));
        future.onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.succeeded()) {
                promise.tryComplete(result.result());
            } else {
                promise.tryFail(result.cause());
            }
        });
        return promise.future();
    }

    private static void logAnswer(RoutingContext context, String operationId, String caller, Answer answer) {
        if (context.request().method().equals(HttpMethod.GET)) {
            return;
        }
        log.info(
                "api write answered operation={} caller={} statusCode={} correlationId={}",
                operationId,
                caller,
                answer.status(),
                Correlation.idOf(context));
    }

    private void serveContract(RoutingContext context) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(contract.text());
    }

    /** Reached by what no operation matched: a path of the contract with another method, or no path of it. */
    private void refuseUnknown(RoutingContext context) {
        String requested = context.request().path();
        Path path = contract.openApi().findPath(requested);
        // The contract finds a path also where a name in it is empty, which no operation accepts.
        if (path == null
                || contract.openApi().findOperation(requested, context.request().method()) != null) {
            throw new HttpException(404);
        }
        String allowed = path.getOperations().stream()
                .map(operation -> operation.getHttpMethod().name())
                .sorted()
                .collect(Collectors.joining(", "));
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        throw new HttpException(405);
    }
}
