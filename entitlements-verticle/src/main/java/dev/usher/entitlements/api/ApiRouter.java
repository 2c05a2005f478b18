package dev.usher.entitlements.api;

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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the operations to the contract's paths. Under {@code /v1} authentication comes first, then the body, then the rest. */
final class ApiRouter {
    static final int MAX_BODY_BYTES = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ApiRouter.class);

    private final Vertx vertx;
    private final Contract contract;
    private final Operations operations;
    private final ApiAuthenticator authenticator;
    private final Duration grace;

    /** {@code grace} is how much longer than the caller's wait an operation may take before it counts as unanswered. */
    ApiRouter(Vertx vertx, Contract contract, Operations operations, ApiAuthenticator authenticator, Duration grace) {
        this.vertx = vertx;
        this.contract = contract;
        this.operations = operations.matching(contract.openApi().operations().stream()
                .map(io.vertx.openapi.contract.Operation::getOperationId)
                .collect(Collectors.toSet()));
        this.authenticator = authenticator;
        this.grace = grace;
    }

    Router create() {
        Router root = Router.router(vertx);
        root.route().handler(new Correlation());
        root.get("/openapi.yaml").handler(this::serveContract);
        root.route(Paths.ROOT + "/*").handler(new Authentication(authenticator));
        root.route(Paths.ROOT + "/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        root.route(Paths.ROOT + "/*").subRouter(contractRouter());
        root.route().handler(this::refuseUnknown);
        root.route().failureHandler(new Failures(ProblemType.INTERNAL));
        for (ProblemType type : ProblemType.values()) {
            // Reached without any route, and without a failure, when the path itself cannot be decoded.
            root.errorHandler(type.status(), new Failures(type));
        }
        return root;
    }

    private Router contractRouter() {
        RouterBuilder builder = RouterBuilder.create(vertx, contract.openApi());
        for (OpenAPIRoute route : builder.getRoutes()) {
            String operationId = route.getOperation().getOperationId();
            Operation operation = operations.get(operationId);
            RequestReader reader = new RequestReader(contract.openApi(), route.getOperation());
            // Security is enforced in front of the whole contract and validation in the reader, see there.
            route.setDoSecurity(false).setDoValidation(false);
            route.addHandler(context -> run(context, operationId, reader, operation));
        }
        return builder.createRouter();
    }

    private void run(RoutingContext context, String operationId, RequestReader reader, Operation operation) {
        ApiRequest request = reader.read(context, Authentication.callerOf(context));
        operation
                .answer(request)
                .timeout(request.waitFor().plus(grace).toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(answer -> {
                    logAnswer(context, operationId, request, answer);
                    answer.writeTo(context);
                })
                .onFailure(context::fail);
    }

    private static void logAnswer(RoutingContext context, String operationId, ApiRequest request, Answer answer) {
        if (context.request().method().equals(HttpMethod.GET)) {
            return;
        }
        log.info(
                "api write answered operation={} caller={} statusCode={} correlationId={}",
                operationId,
                request.callerName(),
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
