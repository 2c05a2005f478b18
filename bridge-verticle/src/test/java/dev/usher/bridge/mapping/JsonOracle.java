package dev.usher.bridge.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What others say about a payload. Jackson says whether it is JSON, the JDK whether it is UTF-8: Jackson takes overlong forms and
 * surrogates, and reads UTF-16, UTF-32 and byte order marks, none of which we do.
 */
final class JsonOracle {

    /** As deep as we go; no other limits of Jackson's own. */
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonDecoder.DEEPEST)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonOracle() {}

    /** The plain values of the outermost object by name, each as its kind and text; null when the payload is no valid JSON object. */
    static Map<String, String> read(byte[] payload) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload));
        } catch (CharacterCodingException e) {
            return null;
        }
        String start = new String(payload, StandardCharsets.UTF_8);
        int first = 0;
        while (first < start.length() && " \t\r\n".indexOf(start.charAt(first)) >= 0) {
            first++;
        }
        if (!start.startsWith("{", first) || start.startsWith("\0", first + 1)) {
            return null;
        }
        try (JsonParser parser = JACKSON.createParser(payload)) {
            Map<String, String> values = new LinkedHashMap<>();
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                values.merge(
                        name,
                        switch (value) {
                            case VALUE_STRING -> text(parser.getText());
                            case VALUE_NUMBER_INT -> whole(parser.getText());
                            case VALUE_NUMBER_FLOAT -> number(parser.getText());
                            case VALUE_TRUE, VALUE_FALSE -> "BOOLEAN " + parser.getText();
                            case VALUE_NULL -> "NULL";
                            default -> "WRONG_SHAPE";
                        },
                        (one, other) -> "DUPLICATE");
                parser.skipChildren();
            }
            return parser.nextToken() == null ? values : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static String text(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) ? "TEXT " + text : "NOT_TEXT";
    }

    /** Minus zero has another spelling. */
    private static String whole(String text) {
        return (text.equals("-0") ? "DECIMAL " : "INTEGER ") + text;
    }

    private static String number(String text) {
        return (text.indexOf('e') >= 0 || text.indexOf('E') >= 0 ? "EXPONENT " : "DECIMAL ") + text;
    }
}
