package dev.usher.broker.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Damages captures: bits, bytes and lengths in a piece, and which pieces there are in which order. */
public final class Mutator {

    private static final int REPAIRED_PERCENT = 60;
    private static final int MOST_BYTES = 60_000;

    private final Corpus corpus;
    private final UnaryOperator<byte[]> repair;
    private final int most;

    /**
     * @param repair sets the outermost lengths right again, so that the damage reaches what they frame
     * @param most pieces of one session that follow each other
     */
    public Mutator(Corpus corpus, UnaryOperator<byte[]> repair, int most) {
        this.corpus = corpus;
        this.repair = repair;
        this.most = most;
    }

    public byte[] mutate(FuzzRandom random) {
        List<byte[]> pieces = corpus.excerpt(random, most);
        if (most > 1 && random.chance(15)) {
            rearrange(random, pieces);
        }
        int damaged = random.chance(15) ? 0 : random.chance(70) ? 1 : 2;
        for (int i = 0; i < damaged; i++) {
            int at = random.below(pieces.size());
            byte[] piece = pieces.get(at);
            int times = random.chance(70) ? 1 : random.between(2, 6);
            for (int j = 0; j < times; j++) {
                piece = damage(random, piece);
            }
            pieces.set(at, random.chance(REPAIRED_PERCENT) ? repair.apply(piece) : piece);
        }
        return joined(pieces);
    }

    private void rearrange(FuzzRandom random, List<byte[]> pieces) {
        int at = random.below(pieces.size());
        switch (random.below(3)) {
            case 0 -> pieces.add(at, pieces.get(random.below(pieces.size())));
            case 1 -> pieces.add(at, corpus.any(random));
            default -> pieces.add(pieces.remove(at));
        }
    }

    private byte[] damage(FuzzRandom random, byte[] piece) {
        if (piece.length == 0) {
            return random.bytes(random.between(1, 8));
        }
        byte[] out = piece.clone();
        int at = random.below(out.length);
        switch (random.below(12)) {
            case 0, 1 -> out[at] ^= (byte) (1 << random.below(8));
            case 2 -> out[at] = (byte) random.below(256);
            case 3 -> out[at] = random.pick((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff, (byte) 0x20);
            case 4 -> number(out, at, random.lie(), random.pick(1, 2, 3, 4, 8));
            case 5 -> number(out, at, number(out, at, 4) + random.pick(-1, 1, 8), 4);
            case 6 -> out = Arrays.copyOf(out, at);
            case 7 -> out = spliced(out, at, Arrays.copyOfRange(out, at, stretch(random, out, at)), at);
            case 8 -> out = spliced(out, at, new byte[0], stretch(random, out, at));
            case 9 -> out = spliced(out, at, random.bytes(random.between(1, 16)), at);
            case 10 -> {
                byte[] other = corpus.any(random);
                out = spliced(out, at, other.length == 0 ? other : tail(other, random.below(other.length)), out.length);
            }
            default ->
                Arrays.fill(
                        out,
                        at,
                        stretch(random, out, at),
                        random.pick((byte) 0, (byte) 0xff, (byte) 'a', (byte) '/', (byte) 1));
        }
        return out.length > MOST_BYTES ? Arrays.copyOf(out, MOST_BYTES) : out;
    }

    private static int stretch(FuzzRandom random, byte[] bytes, int from) {
        return Math.min(bytes.length, from + random.between(1, random.chance(80) ? 8 : 400));
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    /** The bytes with {@code from} to {@code to} replaced. */
    private static byte[] spliced(byte[] bytes, int from, byte[] middle, int to) {
        byte[] out = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(middle, 0, out, from, middle.length);
        System.arraycopy(bytes, to, out, from + middle.length, bytes.length - to);
        return out;
    }

    private static void number(byte[] bytes, int at, long value, int size) {
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> (8 * (size - 1 - i)));
        }
    }

    private static long number(byte[] bytes, int at, int size) {
        long value = 0;
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private static byte[] joined(List<byte[]> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        pieces.forEach(out::writeBytes);
        return out.toByteArray();
    }
}
