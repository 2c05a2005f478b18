package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Session;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What the benchmarks that JMH runs have in common: a fork each, allocation counted, quick when the session is. */
final class Jmh {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Jmh() {}

    /**
     * @param warmups how many iterations before the measured ones, when the session is not quick
     * @param measured how many
     * @param millis how long one takes
     */
    static ChainedOptionsBuilder options(
            Session session, Class<?> benchmark, String flags, int warmups, int measured, int millis) {
        TimeValue time = TimeValue.milliseconds(millis);
        return new OptionsBuilder()
                .include("^" + benchmark.getName())
                .forks(session.quick() ? 0 : 1)
                .jvmArgs(flags.split(" ", -1))
                .warmupIterations(session.quick() ? 1 : warmups)
                .warmupTime(time)
                .measurementIterations(session.quick() ? 1 : measured)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
    }

    static double score(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    /** Bytes for one operation. */
    static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(e -> e.getKey().endsWith(ALLOCATED))
                .mapToDouble(e -> e.getValue().getScore())
                .sum();
    }
}
