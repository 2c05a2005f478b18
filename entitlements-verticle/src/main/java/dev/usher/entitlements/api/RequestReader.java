package dev.usher.entitlements.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Parameter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads requests for one operation and checks them against its schemas in the contract.
 *
 * <p>The router's own validation is not used: it decodes parameters twice, turns a plus in a path into a space and reads a
 * string that looks like JSON as JSON, so that a request for one name could reach another.
 */
final class RequestReader {
    private static final String JSON = "application/json";

    private record CheckedParameter(String name, Location in, boolean required, SchemaType type, Validator validator) {}

    private final List<CheckedParameter> parameters = new ArrayList<>();
    private final Set<String> queryNames = new HashSet<>();
    private final Optional<Validator> body;

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
                .map(contract.getSchemaRepository()::validator);
    }

    /**
     * The request, checked.
     *
     * @throws BadRequestException naming the place that contradicts the contract
     * @throws HttpException with status 415 for a body of another media type
     */
    ApiRequest read(RoutingContext context, String callerName) {
        for (String name : context.queryParams().names()) {
            if (!queryNames.contains(name)) {
                throw BadRequestException.inParameter("query", name, "is not a known parameter");
            }
        }
        Map<String, String> path = new HashMap<>();
        Map<String, Object> query = new HashMap<>();
        for (CheckedParameter parameter : parameters) {
            switch (parameter.in()) {
                case PATH ->
                    path.put(parameter.name(), (String) checked(parameter, context.pathParam(parameter.name())));
                case QUERY ->
                    only(parameter, context.queryParams())
                            .ifPresent(text -> query.put(parameter.name(), checked(parameter, text)));
                default -> {
                    // The one header parameter is Prefer, read below.
                }
            }
        }
        Duration waitFor = Preferences.wait(context.request().headers().getAll(Preferences.HEADER))
                .orElse(Preferences.DEFAULT_WAIT);
        return new ApiRequest(callerName, path, query, body(context), waitFor);
    }

    private static Optional<String> only(CheckedParameter parameter, MultiMap query) {
        List<String> values = query.getAll(parameter.name());
        if (values.size() > 1) {
            throw BadRequestException.inParameter("query", parameter.name(), "is given more than once");
        }
        if (values.isEmpty() && parameter.required()) {
            throw BadRequestException.inParameter("query", parameter.name(), "is required");
        }
        return values.stream().findFirst();
    }

    private static Object checked(CheckedParameter parameter, String text) {
        boolean isFlag = parameter.type() == SchemaType.BOOLEAN && (text.equals("true") || text.equals("false"));
        Object value = isFlag ? (Object) Boolean.valueOf(text) : text;
        OutputUnit result = parameter.validator().validate(value);
        if (!result.getValid()) {
            throw BadRequestException.inParameter(
                    parameter.in().name().toLowerCase(Locale.ROOT),
                    parameter.name(),
                    Violations.first(result).detail());
        }
        return value;
    }

    private JsonObject body(RoutingContext context) {
        if (body.isEmpty()) {
            return new JsonObject();
        }
        Buffer content = context.body().buffer();
        if (content == null || content.length() == 0) {
            throw BadRequestException.inBody("", "a JSON body is required");
        }
        String contentType = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (contentType == null || !contentType.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            throw new HttpException(415);
        }
        Object value = decoded(content);
        OutputUnit result = body.get().validate(value);
        if (!result.getValid()) {
            Violations.Violation violation = Violations.first(result);
            throw BadRequestException.inBody(violation.pointer(), violation.detail());
        }
        JsonObject object = (JsonObject) value;
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(object.encode())) {
            // Half a surrogate pair would be stored as a question mark, and so name somebody else.
            throw BadRequestException.inBody("", "contains text that is not well-formed Unicode");
        }
        return object;
    }

    private static Object decoded(Buffer content) {
        try {
            return Json.decodeValue(content);
        } catch (DecodeException e) {
            String where = e.getCause() instanceof JsonProcessingException j && j.getLocation() != null
                    ? " at line " + j.getLocation().getLineNr() + ", column "
                            + j.getLocation().getColumnNr()
                    : "";
            throw BadRequestException.inBody("", "is not well-formed JSON" + where);
        }
    }
}
