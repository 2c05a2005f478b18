package dev.usher.entitlements.api;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads requests for one operation and checks them against its schemas in the contract.
 *
 * <p>The router's own validation is not used: it decodes parameters twice, turns a plus in a path into a space and reads a
 * string that looks like JSON as JSON, so that a request for one name could reach another.
 */
final class RequestReader {
    private static final String JSON = "application/json";
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

    /** Larger bodies would keep the event loop from everything else for too long. */
    private static final int LARGE_BODY_BYTES = 64 * 1024;

    private record CheckedParameter(String name, Location in, boolean required, SchemaType type, Validator validator) {
        String place() {
            return in.name().toLowerCase(Locale.ROOT);
        }
    }

    private final List<CheckedParameter> parameters = new ArrayList<>();
    private final Set<String> queryNames = new HashSet<>();
    private final Optional<BodyReader> body;

    RequestReader(OpenAPIContract contract, io.vertx.openapi.contract.Operation operation) {
        for (Parameter p : operation.getParameters()) {
            Validator validator = contract.getSchemaRepository().validator(p.getSchema());
            parameters.add(new CheckedParameter(p.getName(), p.getIn(), p.isRequired(), p.getSchemaType(), validator));
            if (p.getIn() == Location.QUERY) {
                queryNames.add(p.getName());
            }
        }
        body = Optional.ofNullable(operation.getRequestBody())
                .map(b -> b.getContent().get(JSON).getSchema())
                .map(contract.getSchemaRepository()::validator)
                .map(BodyReader::new);
    }

    /**
     * The request, checked. Fails with {@link BadRequestException} naming the place that contradicts the contract, and with
     * {@link HttpException} of status 415 for a body of another media type.
     */
    Future<ApiRequest> read(RoutingContext context, String callerName) {
        for (String name : context.queryParams().names()) {
            if (!queryNames.contains(name)) {
                throw BadRequestException.inParameter("query", name, "is not a known parameter");
            }
        }
        Map<String, String> path = new HashMap<>();
        Map<String, Object> query = new HashMap<>();
        Map<String, String> headers = new HashMap<>();
        for (CheckedParameter parameter : parameters) {
            switch (parameter.in()) {
                case PATH -> path.put(parameter.name(), name(parameter, context.pathParam(parameter.name())));
                case QUERY ->
                    only(parameter, context.queryParams())
                            .ifPresent(text -> query.put(parameter.name(), checked(parameter, text)));
                case HEADER -> {
                    if (!parameter.name().equals(Preferences.HEADER)) {
                        only(parameter, context.request().headers())
                                .ifPresent(text -> headers.put(parameter.name(), (String) checked(parameter, text)));
                    }
                }
                default -> throw new IllegalStateException("no parameter of the contract is a " + parameter.place());
            }
        }
        Duration waitFor = Preferences.wait(context.request().headers().getAll(Preferences.HEADER))
                .orElse(Preferences.DEFAULT_WAIT);
        String accept = String.join(",", context.request().headers().getAll(HttpHeaders.ACCEPT));
        return body(context).map(object -> new ApiRequest(callerName, path, query, headers, object, waitFor, accept));
    }

    private static String name(CheckedParameter parameter, String text) {
        String name = (String) checked(parameter, text);
        if (name.isBlank()) {
            throw BadRequestException.inParameter(parameter.place(), parameter.name(), "must not be blank");
        }
        if (name.indexOf('\uFFFD') >= 0) {
            // What decoding makes of bytes that are no UTF-8: several spellings would be one name.
            throw BadRequestException.inParameter(parameter.place(), parameter.name(), "is not well-formed UTF-8");
        }
        return name;
    }

    private static Optional<String> only(CheckedParameter parameter, MultiMap given) {
        List<String> values = given.getAll(parameter.name());
        if (values.size() > 1) {
            throw BadRequestException.inParameter(parameter.place(), parameter.name(), "is given more than once");
        }
        if (values.isEmpty() && parameter.required()) {
            throw BadRequestException.inParameter(parameter.place(), parameter.name(), "is required");
        }
        return values.stream().findFirst();
    }

    private static Object checked(CheckedParameter parameter, String text) {
        Object value = typed(parameter.type(), text);
        OutputUnit result = parameter.validator().validate(value);
        if (result.getValid()) {
            return value;
        }
        // The one pattern of names has its own words, which do not fit a header.
        String detail = parameter.in() == Location.HEADER
                ? "must be 1 to 128 printable ASCII characters without spaces"
                : Violations.first(result).detail();
        throw BadRequestException.inParameter(parameter.place(), parameter.name(), detail);
    }

    /** The value that the text means if it is of the type; otherwise the text, which the schema then refuses. */
    private static Object typed(SchemaType type, String text) {
        if (type == SchemaType.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return type == SchemaType.INTEGER && INTEGER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
    }

    private Future<JsonObject> body(RoutingContext context) {
        if (body.isEmpty()) {
            return Future.succeededFuture(new JsonObject());
        }
        Buffer content = context.body().buffer();
        if (content == null || content.length() == 0) {
            throw BadRequestException.inBody("", "a JSON body is required");
        }
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            throw new HttpException(415);
        }
        return content.length() > LARGE_BODY_BYTES
                ? context.vertx().executeBlocking(() -> body.get().read(content), false)
                : Future.succeededFuture(body.get().read(content));
    }
}
