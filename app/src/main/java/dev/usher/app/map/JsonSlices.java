package dev.usher.app.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts JSON into its parts without changing a byte of them, because a bridge looks at bytes: duplicates, spaces, digits. */
final class JsonSlices {
    private static final JsonFactory JSON = new JsonFactory();

    /** A member of an object, its value as it stands there. */
    record Field(String name, byte[] value) {}

    private JsonSlices() {}

    /** The values that follow each other in a text; empty when it is not JSON to its end. */
    static Optional<List<byte[]>> values(byte[] text) {
        try (JsonParser parser = JSON.createParser(text)) {
            List<byte[]> values = new ArrayList<>();
            while (parser.nextToken() != null) {
                values.add(value(parser, text));
            }
            return Optional.of(values);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The elements, if the text is one array. */
    static Optional<List<byte[]>> elements(byte[] text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            List<byte[]> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(value(parser, text));
            }
            return parser.nextToken() == null ? Optional.of(elements) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The members in their order, those of the same name each; empty when the text is not one object. */
    static Optional<List<Field>> fields(byte[] text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            List<Field> fields = new ArrayList<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                fields.add(new Field(name, value(parser, text)));
            }
            return parser.nextToken() == null ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What begins with the current token. The parser stands at its end afterwards. */
    private static byte[] value(JsonParser parser, byte[] text) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        if (start < 0 || end < start) {
            throw new IOException("not UTF-8");
        }
        // Behind a number the parser has already looked at the next character.
        while (end > start && isSpace(text[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(text, start, end);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
