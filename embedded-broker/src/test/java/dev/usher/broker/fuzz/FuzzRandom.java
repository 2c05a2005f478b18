package dev.usher.broker.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Choices that depend on seed, target and number of the input alone, so that every input can be made again. */
public final class FuzzRandom {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    /** What goes wrong in length fields: limits of signs and sizes, lengths of prefixes, one off. */
    private static final List<Long> LIES = List.of(
            0L,
            1L,
            2L,
            4L,
            5L,
            6L,
            11L,
            12L,
            13L,
            0x7fL,
            0x80L,
            0xffL,
            0x100L,
            0x7fffL,
            0xffffL,
            0x10000L,
            9_999_999L,
            10_000_000L,
            10_100_001L,
            0x0fff_ffffL,
            0x7fff_ffffL,
            0x8000_0000L,
            0xffff_ffffL);

    private final SplittableRandom random;

    public FuzzRandom(long seed) {
        random = new SplittableRandom(seed);
    }

    static FuzzRandom of(long seed, String target, long index) {
        return new FuzzRandom(seed * 31 + target.hashCode() + index * GOLDEN_GAMMA);
    }

    /** 0 to {@code bound - 1}. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both ends included. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    public long any64() {
        return random.nextLong();
    }

    @SafeVarargs
    public final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A number that length fields should not hold. */
    public long lie() {
        return pick(LIES);
    }

    /** Mostly {@code right}; otherwise one off, or a lie. */
    public long nearly(long right) {
        int dice = below(120);
        return dice > 2 ? right : dice == 0 ? lie() : right + (dice == 1 ? 1 : -1);
    }
}
