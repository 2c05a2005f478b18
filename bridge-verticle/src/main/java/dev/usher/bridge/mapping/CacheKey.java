package dev.usher.bridge.mapping;

import java.util.Arrays;

/**
 * The kinds, lengths and bytes of some slots in one row. Two rows are equal exactly when every slot has the same kind and the same bytes,
 * because the lengths say where one value ends. Reused; used by one thread.
 */
final class CacheKey {

    /** Longer values give no topic, or are rare. */
    private static final int LONGEST = 1_024;

    private static final long MIX = 0x9E3779B97F4A7C15L;
    private static final long MIX_AGAIN = 0xFF51AFD7ED558CCDL;
    private static final int KIND_BITS = 4;

    private final int[] slots;
    private byte[] bytes;
    private int length;
    private long hash;

    /** @param slots which of the slots belong to the key */
    CacheKey(int... slots) {
        this.slots = slots.clone();
        this.bytes = new byte[256];
    }

    /** @return false when the values are too long to be worth keeping */
    boolean read(FieldSlots values) {
        int total = 0;
        for (int slot : slots) {
            if (values.kind(slot).isProblem()) {
                return false;
            }
            total += values.kind(slot).hasValue() ? values.end(slot) - values.start(slot) : 0;
        }
        if (total > LONGEST) {
            return false;
        }
        int at = Integer.BYTES * slots.length;
        if (bytes.length < at + total + 2 * Long.BYTES) {
            bytes = new byte[at + total + 2 * Long.BYTES];
        }
        for (int i = 0; i < slots.length; i++) {
            FieldKind kind = values.kind(slots[i]);
            int size = 0;
            if (kind.hasValue()) {
                int start = values.start(slots[i]);
                size = values.end(slots[i]) - start;
                copy(values.array(slots[i]), start, size, at);
            }
            putHead(Integer.BYTES * i, size << KIND_BITS | kind.ordinal());
            at += size;
        }
        length = at + Long.BYTES - 1 & -Long.BYTES;
        JsonLexer.putWord(bytes, at, 0); // there is room: the array is longer by two words
        hash = mix();
        return true;
    }

    private void putHead(int at, int head) {
        bytes[at] = (byte) head;
        bytes[at + 1] = (byte) (head >> 8);
        bytes[at + 2] = (byte) (head >> 16);
        bytes[at + 3] = (byte) (head >> 24);
    }

    /** Copies whole words, so up to seven bytes too many, which the next value or the end overwrites. */
    private void copy(byte[] from, int start, int size, int to) {
        int i = 0;
        for (; i < size && start + i + Long.BYTES <= from.length; i += Long.BYTES) {
            JsonLexer.putWord(bytes, to + i, JsonLexer.word(from, start + i));
        }
        for (; i < size; i++) {
            bytes[to + i] = from[start + i];
        }
    }

    private long mix() {
        long mixed = length;
        for (int i = 0; i < length; i += Long.BYTES) {
            mixed = (mixed ^ JsonLexer.word(bytes, i)) * MIX;
            mixed ^= mixed >>> 32;
        }
        mixed *= MIX_AGAIN;
        return mixed ^ mixed >>> 33;
    }

    /** Not the same for equal bytes only. */
    long hash() {
        return hash;
    }

    boolean equalTo(byte[] other) {
        return Arrays.equals(bytes, 0, length, other, 0, other.length);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
