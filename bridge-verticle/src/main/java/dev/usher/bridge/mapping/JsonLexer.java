package dev.usher.bridge.mapping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The words of JSON: white space, texts, numbers. Every method takes the index where the word begins and gives the one behind it.
 * Texts are read eight bytes at a time for as long as they are plain ASCII. Used by one thread.
 */
final class JsonLexer {

    /** The payload is not valid JSON. The message ends with the byte. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String what, int at) {
            super(what + " at byte " + at, null, false, false);
        }
    }

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = 0x2222222222222222L;
    private static final long BACKSLASHES = 0x5C5C5C5C5C5C5C5CL;
    private static final long SPACES = 0x2020202020202020L;
    private static final int SMALLEST_OF_THREE = 0x800;
    private static final int SMALLEST_OF_FOUR = 0x10000;

    private byte[] json = {};
    private boolean escaped;
    private FieldKind numberKind = FieldKind.INTEGER;

    /** Eight bytes, the first in the lowest. */
    static long word(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    static void putWord(byte[] bytes, int at, long word) {
        WORDS.set(bytes, at, word);
    }

    void start(byte[] payload) {
        json = payload;
    }

    /** Whether the text just read has escapes. */
    boolean escaped() {
        return escaped;
    }

    /** How the number just read is written. */
    FieldKind numberKind() {
        return numberKind;
    }

    /** The byte, or 0, which is valid nowhere, behind the end. */
    int peek(int at) {
        return at < json.length ? json[at] : 0;
    }

    int space(int from) {
        int at = from;
        while (at < json.length && json[at] <= ' ') {
            byte c = json[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return at;
            }
            at++;
        }
        return at;
    }

    /**
     * @param from behind the opening quote
     * @return where the closing quote stands
     */
    int text(int from) throws BrokenException {
        byte[] bytes = json;
        int at = from;
        escaped = false;
        while (true) {
            // A subtraction borrows only from bytes above one that is found, so the lowest that is marked is right.
            while (at + Long.BYTES <= bytes.length) {
                long word = word(bytes, at);
                long quote = word ^ QUOTES;
                long backslash = word ^ BACKSLASHES;
                long special = ((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (word - SPACES) | word)
                        & HIGH_BITS;
                if (special != 0) {
                    at += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                at += Long.BYTES;
            }
            int c = peek(at);
            if (c == '"') {
                return at;
            } else if (c == '\\') {
                escaped = true;
                at = escape(at);
            } else if (c < 0) {
                at = multibyte(at);
            } else if (c < ' ') {
                throw new BrokenException(
                        at < bytes.length ? "a control character in a text" : "the payload ends within a text,", at);
            } else {
                at++;
            }
        }
    }

    private int escape(int at) throws BrokenException {
        switch (peek(at + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                hex(json, at + 2);
                return at + 6;
            }
            default -> throw new BrokenException("an escape that JSON does not have", at);
        }
    }

    /** The value of four hex digits. */
    static int hex(byte[] bytes, int from) throws BrokenException {
        int value = 0;
        for (int at = from; at < from + 4; at++) {
            int c = at < bytes.length ? bytes[at] : 0;
            int digit;
            if (c >= '0' && c <= '9') {
                digit = c - '0';
            } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
                digit = (c | 0x20) - 'a' + 10;
            } else {
                throw new BrokenException("an escape without four hex digits", at);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** One character of more than one byte: not overlong, no surrogate, not beyond U+10FFFF. */
    private int multibyte(int at) throws BrokenException {
        int lead = json[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            tail(at, 1);
            return at + 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int c = (lead & 0xF) << 12 | tail(at, 1) << 6 | tail(at, 2);
            if (c < SMALLEST_OF_THREE || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                throw new BrokenException("invalid UTF-8", at);
            }
            return at + 3;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int c = (lead & 7) << 18 | tail(at, 1) << 12 | tail(at, 2) << 6 | tail(at, 3);
            if (c < SMALLEST_OF_FOUR || c > Character.MAX_CODE_POINT) {
                throw new BrokenException("invalid UTF-8", at);
            }
            return at + 4;
        }
        throw new BrokenException("invalid UTF-8", at);
    }

    private int tail(int at, int offset) throws BrokenException {
        int c = peek(at + offset);
        if ((c & 0xC0) != 0x80) {
            throw new BrokenException("invalid UTF-8", at);
        }
        return c & 0x3F;
    }

    int number(int from) throws BrokenException {
        int at = from;
        int c = peek(at);
        boolean negative = c == '-';
        if (negative) {
            c = peek(++at);
        }
        boolean zero = c == '0';
        if (zero) {
            at++;
        } else {
            at = digits(at);
        }
        numberKind = negative && zero ? FieldKind.DECIMAL : FieldKind.INTEGER;
        c = peek(at);
        if (c == '.') {
            numberKind = FieldKind.DECIMAL;
            at = digits(at + 1);
            c = peek(at);
        }
        if ((c | 0x20) == 'e') {
            numberKind = FieldKind.EXPONENT;
            c = peek(++at);
            at = digits(c == '+' || c == '-' ? at + 1 : at);
        }
        return at;
    }

    /** At least one. */
    private int digits(int from) throws BrokenException {
        int at = from;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw new BrokenException("not a JSON value", at);
        }
        return at;
    }

    /** {@code true}, {@code false} or {@code null}. */
    int literal(int from, byte[] word) throws BrokenException {
        for (int i = 0; i < word.length; i++) {
            if (peek(from + i) != word[i]) {
                throw new BrokenException("not a JSON value", from);
            }
        }
        return from + word.length;
    }
}
