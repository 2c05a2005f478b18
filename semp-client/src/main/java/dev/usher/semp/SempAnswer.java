package dev.usher.semp;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns an HTTP response into the envelope {@code {data, links, meta}} of a success, or into the failure it stands for. */
final class SempAnswer {
    private static final int NO_SESSION_AVAILABLE = 529;
    private static final int LONGEST_DESCRIPTION = 300;

    private final JsonObject envelope;
    private final JsonObject meta;

    private SempAnswer(JsonObject envelope, JsonObject meta) {
        this.envelope = envelope;
        this.meta = meta;
    }

    static SempAnswer read(SempRequest request, HttpResponse<Buffer> response) {
        int status = response.statusCode();
        Optional<JsonObject> envelope = parse(response.body());
        Optional<JsonObject> meta = envelope.flatMap(json -> object(json, "meta"));
        Optional<JsonObject> error = meta.flatMap(json -> object(json, "error"));
        if (status == 401) {
            throw refusal(request, status, SempErrorKind.UNAUTHORIZED, error, null);
        }
        if (status == 429 || status == 503 || status == NO_SESSION_AVAILABLE) {
            throw refusal(request, status, SempErrorKind.OVERLOADED, error, retryAfter(response));
        }
        if (error.isPresent()) {
            throw refusal(request, status, SempErrorKind.of(code(request, error.get())), error, null);
        }
        if (status >= 500) {
            throw SempUnavailableException.noAnswer(request.toString(), "HTTP " + status, null);
        }
        if (status != 200 || meta.isEmpty()) {
            throw new SempProtocolException(request + ": HTTP " + status + " without the meta of a SEMP v2 answer");
        }
        return new SempAnswer(envelope.get(), meta.get());
    }

    JsonObject object() {
        return object(envelope, "data").orElseThrow(() -> new SempProtocolException("data is not an object"));
    }

    /** How many objects a collection below the object has (SEMP v2 spec, monitor, e.g. MsgVpnQueueCollections). */
    long count(String collection) {
        Object count = object(envelope, "collections")
                .flatMap(json -> object(json, collection))
                .map(json -> json.getValue("count"))
                .orElse(null);
        if ((count instanceof Integer || count instanceof Long) && ((Number) count).longValue() >= 0) {
            return ((Number) count).longValue();
        }
        throw new SempProtocolException("collections." + collection + ".count is missing or not a count");
    }

    List<JsonObject> objects() {
        if (!(envelope.getValue("data") instanceof JsonArray array)) {
            throw new SempProtocolException("data is not a list");
        }
        List<JsonObject> objects = new ArrayList<>(array.size());
        for (Object element : array) {
            if (!(element instanceof JsonObject object)) {
                throw new SempProtocolException("data holds something else than objects");
            }
            objects.add(object);
        }
        return objects;
    }

    /** The encoded value of the {@code cursor} parameter that gets the next page; empty on the last page. */
    Optional<String> nextCursor() {
        Object paging = meta.getValue("paging");
        if (paging == null) {
            return Optional.empty();
        }
        if (!(paging instanceof JsonObject object)) {
            throw new SempProtocolException("meta.paging is not an object");
        }
        return Optional.of(SempCursor.next(object));
    }

    private static Optional<JsonObject> parse(Buffer body) {
        if (body == null || body.length() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonObject(body));
        } catch (DecodeException | ClassCastException e) {
            // Its message quotes the body, which must not get into logs.
            return Optional.empty();
        }
    }

    private static Optional<JsonObject> object(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    private static int code(SempRequest request, JsonObject error) {
        if (error.getValue("code") instanceof Integer code) {
            return code;
        }
        throw new SempProtocolException(request + ": meta.error.code is missing or not an integer");
    }

    private static SempException refusal(
            SempRequest request, int status, SempErrorKind kind, Optional<JsonObject> error, Duration retryAfter) {
        return new SempException(
                request.toString(),
                status,
                kind,
                error.map(json -> json.getValue("code") instanceof Integer code ? code : 0)
                        .orElse(0),
                error.map(json -> text(request, json, "status")).orElse(""),
                error.map(json -> text(request, json, "description")).orElse(""),
                retryAfter);
    }

    /** Broker texts quote what was sent: hide the password, keep the log on one line. */
    private static String text(SempRequest request, JsonObject error, String name) {
        String text = error.getValue(name) instanceof String value ? value : "";
        if (request.secret().isPresent()) {
            text = text.replace(request.secret().get().reveal(), "****");
        }
        text = text.replaceAll("\\p{Cntrl}", " ");
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION) + "...";
    }

    private static Duration retryAfter(HttpResponse<Buffer> response) {
        String header = response.getHeader("Retry-After");
        return header != null && header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }
}
