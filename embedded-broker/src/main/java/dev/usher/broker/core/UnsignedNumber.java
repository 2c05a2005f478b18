package dev.usher.broker.core;

/**
 * An unsigned integer of a structured message, as C clients write them; Java clients write signed ones.
 *
 * @param bytes how many it takes: 1, 2, 4 or 8
 * @param bits its value; above 2^63 it is negative here and {@link #toString} spells it right
 */
public record UnsignedNumber(int bytes, long bits) {

    public UnsignedNumber {
        boolean size = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
        if (!size || (bytes < 8 && bits >>> (8 * bytes) != 0)) {
            throw new IllegalArgumentException(bits + " is no unsigned number of " + bytes + " bytes");
        }
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
