package dev.usher.topics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Writes any text as one topic level and reads it back. Exactly {@code % / * > + # !}, a leading {@code $} and control
 * characters (C0, DEL, C1) become {@code %XX} per UTF-8 byte, in upper case; everything else stays as it is. Different texts give
 * different levels ({@code BRK/A} gives {@code BRK%2FA}), and the level has no wildcard in any Solace syntax.
 */
public final class LevelCodec {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private static final boolean[] RESERVED = new boolean[0xA0];

    static {
        for (char c = 0; c < RESERVED.length; c++) {
            RESERVED[c] = Character.isISOControl(c) || "%/*>+#!".indexOf(c) >= 0;
        }
    }

    private LevelCodec() {}

    /**
     * The level for this text; the same instance when nothing has to be encoded. The empty text gives the empty level, which no
     * topic may have.
     *
     * @throws IllegalArgumentException when the text has an unpaired surrogate and so no UTF-8 form
     */
    public static String encode(String value) {
        if (TopicText.utf8Length(value) < 0) {
            throw new IllegalArgumentException("the text has an unpaired surrogate, which has no UTF-8 form");
        }
        int first = indexOfReserved(value);
        return first < 0 ? value : encodeFrom(value, first);
    }

    /** The encoded form of a text that is known to have a UTF-8 form and a reserved character, the first at the index. */
    static String encodeFrom(String value, int first) {
        StringBuilder level = new StringBuilder(value.length() + 16).append(value, 0, first);
        for (int i = first; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isReserved(c, i == 0)) {
                level.append(c);
            } else if (c < 0x80) {
                appendByte(level, c);
            } else {
                appendByte(level, 0xC0 | c >> 6);
                appendByte(level, 0x80 | c & 0x3F);
            }
        }
        return level.toString();
    }

    /** The first character that has to be encoded, or -1. */
    static int indexOfReserved(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (isReserved(value.charAt(i), i == 0)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the character has to be encoded; {@code $} only at the start. */
    static boolean isReserved(char c, boolean atStart) {
        return c < RESERVED.length && RESERVED[c] || c == '$' && atStart;
    }

    private static void appendByte(StringBuilder level, int b) {
        level.append('%').append(HEX[b >> 4]).append(HEX[b & 0xF]);
    }

    /**
     * The text that {@link #encode} made this level from.
     *
     * @throws IllegalArgumentException when {@code encode} makes this level from no text
     */
    public static String decode(String level) {
        String value = level.indexOf('%') < 0 ? level : decodeEscapes(level);
        if (!encode(value).equals(level)) {
            throw new IllegalArgumentException("not an encoded topic level: " + TopicText.quote(level));
        }
        return value;
    }

    private static String decodeEscapes(String level) {
        byte[] bytes = level.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new IllegalArgumentException(
                        "not an encoded topic level, '%' needs two hex digits: " + TopicText.quote(level));
            }
            out.write(high << 4 | low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not an encoded topic level, no UTF-8: " + TopicText.quote(level), e);
        }
    }
}
