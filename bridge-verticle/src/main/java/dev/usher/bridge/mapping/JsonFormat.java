package dev.usher.bridge.mapping;

import java.util.List;

/**
 * JSON objects as RFC 8259 has them, in UTF-8 without a byte order mark, checked from the first byte to the last: what is broken
 * behind the last wanted field is broken, too. A dot in a wanted name leads into a nested object; a field whose own name has a dot
 * cannot be named. Objects and arrays may be nested {@value JsonDecoder#DEEPEST} deep, the outermost included.
 *
 * <p>Of a field that is not wanted the name may be there several times, and its text may have the escape of a surrogate without
 * its other half: the grammar has both. A wanted one that is there twice is {@link FieldKind#DUPLICATE}, one with half a pair is
 * {@link FieldKind#NOT_TEXT}. A name with half a pair is refused wherever it stands: parsers do not agree on which name it is.
 */
public final class JsonFormat implements PayloadFormat {

    public static final JsonFormat INSTANCE = new JsonFormat();

    private JsonFormat() {}

    @Override
    public PayloadDecoder decoderFor(List<String> fields) {
        return new JsonDecoder(fields);
    }
}
