package dev.usher.semp;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Percent encoding as SEMP v2 wants it (PubSub+ docs, SEMP API Architecture): every byte outside the unreserved set of RFC 3986 is
 * encoded, in values of path and query alike. A comma inside a value is {@code %2C}; commas between values are written raw by
 * those who join them. A space is {@code %20}, never {@code +}.
 */
final class SempEncoding {
    private static final String UNRESERVED_MARKS = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private SempEncoding() {}

    /**
     * A value that identifies an object, for use in a path.
     *
     * @throws IllegalArgumentException for text that would name another resource than the one meant (empty, {@code .}, {@code ..})
     *     or that is not valid Unicode
     */
    static String pathValue(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an object identifier must not be empty");
        }
        // Unreserved as they are, these would be resolved away by any proxy between here and the broker.
        if (value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException("'" + value + "' cannot be used as an object identifier");
        }
        return value(value);
    }

    static String value(String value) {
        ByteBuffer bytes = utf8(value);
        StringBuilder out = new StringBuilder(value.length() + 16);
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            if (isUnreserved(b)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[b >> 4]).append(HEX[b & 0xf]);
            }
        }
        return out.toString();
    }

    private static ByteBuffer utf8(String value) {
        try {
            // The default replaces an unpaired surrogate by '?', and so would address another object.
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(value));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not valid Unicode", e);
        }
    }

    private static boolean isUnreserved(int b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || UNRESERVED_MARKS.indexOf(b) >= 0;
    }
}
