package dev.usher.broker.smf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array, big-endian. */
final class ByteWriter {

    private byte[] bytes;
    private int size;

    ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    ByteWriter u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    ByteWriter u32(long value) {
        return u8((int) (value >> 24))
                .u8((int) (value >> 16))
                .u8((int) (value >> 8))
                .u8((int) value);
    }

    ByteWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    ByteWriter raw(byte[] value) {
        return raw(value, 0, value.length);
    }

    ByteWriter raw(byte[] value, int from, int to) {
        reserve(to - from);
        System.arraycopy(value, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** UTF-8 without a terminator. */
    ByteWriter text(String value) {
        return raw(value.getBytes(StandardCharsets.UTF_8));
    }

    /** UTF-8 and a NUL. */
    ByteWriter string(String value) {
        return text(value).u8(0);
    }

    int size() {
        return size;
    }

    /** What was written; afterwards nothing more may be. */
    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
