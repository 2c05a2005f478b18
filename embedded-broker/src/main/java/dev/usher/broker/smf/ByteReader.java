package dev.usher.broker.smf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a range of a byte array, big-endian; running over its end is malformed input. */
final class ByteReader {

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes, int from, int end) {
        if (from < 0 || end > bytes.length || from > end) {
            throw new MalformedFrameException("range outside the frame");
        }
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }

    int u8() {
        need(1);
        return bytes[at++] & 0xff;
    }

    long u32() {
        need(4);
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (bytes[at++] & 0xff);
        }
        return value;
    }

    long u64() {
        return u32() << 32 | u32();
    }

    /** An unsigned integer of 0 to 4 bytes. */
    long uint(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | u8();
        }
        return value;
    }

    /** A length field that must fit what is left, after taking off what was read of the item already. */
    int length(long total, int alreadyRead) {
        long rest = total - alreadyRead;
        if (rest < 0 || rest > remaining()) {
            throw new MalformedFrameException("length runs over its container");
        }
        return (int) rest;
    }

    ByteReader slice(int length) {
        need(length);
        ByteReader slice = new ByteReader(bytes, at, at + length);
        at += length;
        return slice;
    }

    /** What comes next, without going on. */
    ByteReader peek(int length) {
        need(length);
        return new ByteReader(bytes, at, at + length);
    }

    /** The same range, to be read by itself. */
    ByteReader copy() {
        return new ByteReader(bytes, at, end);
    }

    /** Whether it goes on like this; ASCII only. */
    boolean startsWith(String text) {
        if (text.length() > remaining()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    void skip(int length) {
        need(length);
        at += length;
    }

    /** Text of so many bytes, a NUL like any other. */
    String utf8(int length) {
        need(length);
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    byte[] take(int length) {
        need(length);
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    byte[] rest() {
        return take(remaining());
    }

    /** All that is left as text, up to a NUL if there is one. */
    String string() {
        int from = at;
        int to = from;
        while (to < end && bytes[to] != 0) {
            to++;
        }
        at = end;
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void need(int length) {
        if (length < 0 || length > end - at) {
            throw new MalformedFrameException("truncated");
        }
    }
}
