package dev.usher.broker.fuzz;

/**
 * A broken promise.
 *
 * @param index number of the input in its run; what came before it, since the last multiple of {@link FuzzRun#EPOCH},
 *     met the same broker
 * @param input as {@link FuzzInput#parse} reads it
 */
public record FuzzFinding(String target, long seed, long index, FuzzSource source, String input, String what) {

    private static final int SHOWN = 4_000;

    /** What happened and the two ways to see it again: alone, and with everything the broker had been fed before. */
    @Override
    public String toString() {
        long first = index - index % FuzzRun.EPOCH;
        return """
                %s, input %d (%s): %s
                  alone:  benchmarks/run fuzz --replay %s:%s
                  before: benchmarks/run fuzz --target %s --seed %d --from %d --inputs %d""".formatted(
                        target,
                        index,
                        source,
                        what,
                        target,
                        input.length() <= SHOWN ? input : input.substring(0, SHOWN) + "... (cut)",
                        target,
                        seed,
                        first,
                        index - first + 1);
    }
}
