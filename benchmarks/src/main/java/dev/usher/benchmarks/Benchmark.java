package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Session;

/** Something {@code benchmarks/run} can run by name. */
public interface Benchmark {

    /** What to call it on the command line, and its file of results. */
    String name();

    /** One line: what it measures. */
    String about();

    /**
     * Measures, and writes what it found to the session's report. With {@link Session#quick} it takes less than
     * fifteen seconds, otherwise less than ninety, {@code fuzz} and those of the bridge
     * excepted.
     *
     * @throws Exception if it could not measure; the other benchmarks go on
     */
    void run(Session session) throws Exception;
}
