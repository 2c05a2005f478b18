package dev.usher.entitlements.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads JSON bodies of one operation. May be called on any thread: large ones are not read on the event loop. */
final class BodyReader {
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Validator validator;

    BodyReader(Validator validator) {
        this.validator = validator;
    }

    /**
     * The body, checked.
     *
     * @throws BadRequestException naming the place that contradicts the contract
     */
    JsonObject read(Buffer content) {
        Object value = decoded(content);
        OutputUnit result = validator.validate(value);
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

    /** A key that stands there twice is refused: which of the two counts, readers of JSON do not agree on. */
    private static Object decoded(Buffer content) {
        try (JsonParser parser = STRICT.createParser(content.getBytes())) {
            return JacksonCodec.fromParser(parser, Object.class);
        } catch (DecodeException e) {
            if (!(e.getCause() instanceof JsonProcessingException j) || j.getLocation() == null) {
                throw BadRequestException.inBody("", "is not well-formed JSON");
            }
            String where = " at line " + j.getLocation().getLineNr() + ", column "
                    + j.getLocation().getColumnNr();
            boolean twice = String.valueOf(j.getOriginalMessage()).startsWith("Duplicate field");
            throw BadRequestException.inBody("", (twice ? "has a field twice" : "is not well-formed JSON") + where);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen: it is read from memory", e);
        }
    }
}
