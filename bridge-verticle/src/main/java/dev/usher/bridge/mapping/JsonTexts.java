package dev.usher.bridge.mapping;

import dev.usher.bridge.mapping.JsonLexer.BrokenException;
import java.util.Arrays;

/** Texts with escapes, written out as UTF-8 into a buffer that lasts until the next payload. Used by one thread. */
final class JsonTexts {

    private static final int NONE = -1;

    /** A buffer that once had to be larger than this is let go. */
    private static final int KEPT = 1 << 16;

    private byte[] buffer = new byte[256];
    private int used;

    void start() {
        used = 0;
        if (buffer.length > KEPT) {
            buffer = new byte[256];
        }
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where the next text will begin. */
    int used() {
        return used;
    }

    /**
     * Adds a text that the lexer found to be valid.
     *
     * @return false when it has half a surrogate pair and so no UTF-8 form; then nothing is added
     */
    boolean add(byte[] json, int from, int to) throws BrokenException {
        // An escape is never shorter than what it stands for.
        if (buffer.length - used < to - from) {
            // Texts already handed out stay in the old one.
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, used + to - from));
        }
        int out = used;
        int at = from;
        while (at < to) {
            byte c = json[at];
            if (c != '\\') {
                buffer[out++] = c;
                at++;
            } else if (json[at + 1] == 'u') {
                int point = point(json, at, to);
                if (point == NONE) {
                    return false;
                }
                at += point >= Character.MIN_SUPPLEMENTARY_CODE_POINT ? 12 : 6;
                out = put(point, out);
            } else {
                buffer[out++] = plain(json[at + 1]);
                at += 2;
            }
        }
        used = out;
        return true;
    }

    private static byte plain(byte c) {
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }

    private static int point(byte[] json, int at, int to) throws BrokenException {
        char c = (char) JsonLexer.hex(json, at + 2);
        if (!Character.isSurrogate(c)) {
            return c;
        }
        boolean pair = Character.isHighSurrogate(c) && at + 12 <= to && json[at + 6] == '\\' && json[at + 7] == 'u';
        char low = pair ? (char) JsonLexer.hex(json, at + 8) : 0;
        return pair && Character.isLowSurrogate(low) ? Character.toCodePoint(c, low) : NONE;
    }

    private int put(int point, int at) {
        int out = at;
        if (point < 0x80) {
            buffer[out++] = (byte) point;
        } else if (point < 0x800) {
            buffer[out++] = (byte) (0xC0 | point >> 6);
            buffer[out++] = (byte) (0x80 | point & 0x3F);
        } else if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            buffer[out++] = (byte) (0xE0 | point >> 12);
            buffer[out++] = (byte) (0x80 | point >> 6 & 0x3F);
            buffer[out++] = (byte) (0x80 | point & 0x3F);
        } else {
            buffer[out++] = (byte) (0xF0 | point >> 18);
            buffer[out++] = (byte) (0x80 | point >> 12 & 0x3F);
            buffer[out++] = (byte) (0x80 | point >> 6 & 0x3F);
            buffer[out++] = (byte) (0x80 | point & 0x3F);
        }
        return out;
    }
}
