package dev.usher.broker.fuzz;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * One input.
 *
 * @param mode what the target does around the bytes (who is logged in, how the stream is cut, ...)
 */
// Inputs are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record FuzzInput(int mode, byte[] data) {

    private static final int MIN_PIECE = 1;

    /** {@code mode:hex}, as {@link #parse} reads it. */
    public String text() {
        return mode + ":" + HexFormat.of().formatHex(data);
    }

    public static FuzzInput parse(String text) {
        String[] parts = text.split(":", 2);
        return new FuzzInput(Integer.parseInt(parts[0]), HexFormat.of().parseHex(parts[1]));
    }

    /**
     * The bytes in one or many pieces, as a network may deliver them.
     *
     * @param cut 0 = whole; otherwise pieces of different sizes that depend on this number
     */
    public byte[][] pieces(int cut) {
        if (cut == 0 || data.length == 0) {
            return new byte[][] {data};
        }
        int average = Math.max(cut * cut, data.length / 64);
        byte[][] pieces = new byte[2 * data.length / average + 2][];
        int count = 0;
        FuzzRandom random = new FuzzRandom(cut * 1_000_003L + data.length);
        for (int at = 0; at < data.length; count++) {
            int size = MIN_PIECE + random.below(2 * average);
            if (count == pieces.length - 1) {
                size = data.length;
            }
            int end = Math.min(data.length, at + size);
            pieces[count] = Arrays.copyOfRange(data, at, end);
            at = end;
        }
        return Arrays.copyOf(pieces, count);
    }
}
