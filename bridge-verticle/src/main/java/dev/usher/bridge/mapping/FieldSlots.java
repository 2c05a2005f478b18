package dev.usher.bridge.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The wanted values of one record, reused from record to record. Slot <i>i</i> belongs to the <i>i</i>-th field a decoder was prepared
 * for. A value is a piece of any array, in UTF-8: of the payload itself where the format has texts, or of a buffer of the decoder's
 * own. It is read before the next record is decoded and not kept. Used by one thread.
 */
public final class FieldSlots {

    private final FieldKind[] kinds;
    private final byte[][] arrays;
    private final int[] starts;
    private final int[] ends;
    private final String[] details;
    private final CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();

    public FieldSlots(int size) {
        this.kinds = new FieldKind[size];
        this.arrays = new byte[size][];
        this.starts = new int[size];
        this.ends = new int[size];
        this.details = new String[size];
        clear();
    }

    public int size() {
        return kinds.length;
    }

    /** Every slot is {@link FieldKind#MISSING} again. */
    void clear() {
        Arrays.fill(kinds, FieldKind.MISSING);
    }

    /**
     * Gives a slot a value.
     *
     * @param kind one with a value, {@link FieldKind#TEXT} to {@link FieldKind#BYTES}; all but the last are valid UTF-8
     * @param array not to be changed before the next record
     */
    public void set(int slot, FieldKind kind, byte[] array, int start, int end) {
        kinds[slot] = kind;
        arrays[slot] = array;
        starts[slot] = start;
        ends[slot] = end;
    }

    /** The field is there and null. */
    public void setNull(int slot) {
        kinds[slot] = FieldKind.NULL;
    }

    /**
     * The field is there, without a usable value.
     *
     * @param kind {@link FieldKind#WRONG_SHAPE}, {@link FieldKind#UNREACHABLE}, {@link FieldKind#NOT_TEXT} or {@link FieldKind#DUPLICATE}
     * @param detail names the field and what is wrong with it, never a value
     */
    public void setProblem(int slot, FieldKind kind, String detail) {
        kinds[slot] = kind;
        details[slot] = detail;
    }

    public FieldKind kind(int slot) {
        return kinds[slot];
    }

    byte[] array(int slot) {
        return arrays[slot];
    }

    int start(int slot) {
        return starts[slot];
    }

    int end(int slot) {
        return ends[slot];
    }

    String detail(int slot) {
        return details[slot];
    }

    /** Whether the value's bytes are these. */
    boolean holds(int slot, byte[] value) {
        return kinds[slot].hasValue()
                && ends[slot] - starts[slot] == value.length
                && Arrays.equals(arrays[slot], starts[slot], ends[slot], value, 0, value.length);
    }

    /** The value as text; null when there is none, or {@link FieldKind#BYTES} are not UTF-8. */
    String text(int slot) {
        if (!kinds[slot].hasValue()) {
            return null;
        }
        int length = ends[slot] - starts[slot];
        if (kinds[slot] != FieldKind.BYTES) {
            return new String(arrays[slot], starts[slot], length, StandardCharsets.UTF_8);
        }
        try {
            return strict.decode(ByteBuffer.wrap(arrays[slot], starts[slot], length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
