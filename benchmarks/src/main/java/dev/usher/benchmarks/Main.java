package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code benchmarks/run NAME... | all [--quick]}. */
public final class Main {

    /** What {@code all} runs, in this order. */
    private static final List<Benchmark> ALL =
            List.of(new Matching(), new Seats(), new Publish(false), new Fanout(), new Publish(true));

    /** Ten million inputs take their time: only when asked for by name. */
    private static final Benchmark FUZZ = new Fuzz(List.of());

    private Main() {}

    public static void main(String[] args) {
        List<String> names = new ArrayList<>(List.of(args));
        boolean quick = names.remove("--quick");
        Path home = Path.of(System.getProperty("benchmarks.home", "benchmarks"));
        if (names.size() > 1 && names.get(0).equals("fuzz") && names.get(1).startsWith("--")) {
            System.exit(ran(new Fuzz(names.subList(1, names.size())), home, quick) ? 0 : 1);
        }
        if (names.isEmpty() || names.contains("--help") || !known(names)) {
            usage();
            System.exit(names.contains("--help") ? 0 : 2);
        }
        boolean failed = names.contains(FUZZ.name()) && !ran(FUZZ, home, quick);
        for (Benchmark benchmark : ALL) {
            if (names.contains("all") || names.contains(benchmark.name())) {
                failed |= !ran(benchmark, home, quick);
            }
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean known(List<String> names) {
        return names.stream()
                .allMatch(n -> n.equals("all")
                        || n.equals(FUZZ.name())
                        || ALL.stream().anyMatch(b -> b.name().equals(n)));
    }

    private static boolean ran(Benchmark benchmark, Path home, boolean quick) {
        System.out.println("== " + benchmark.name() + ": " + benchmark.about());
        try (Session session = new Session(benchmark.name(), quick ? Scale.QUICK : Scale.FULL)) {
            benchmark.run(session);
            // Quick runs are for trying out: what they print is not kept beside what was measured with care.
            Path written = session.report().write(quick ? home.resolve("target/results") : home.resolve("results"));
            System.out.println(session.report().text());
            System.out.println("   kept in " + written);
            return true;
        } catch (Exception e) {
            System.out.println("   FAILED: " + e);
            e.printStackTrace();
            return false;
        }
    }

    private static void usage() {
        System.out.println("usage: benchmarks/run NAME... | all [--quick]");
        Stream.concat(ALL.stream(), Stream.of(FUZZ))
                .forEach(b -> System.out.printf("  %-12s %s%n", b.name(), b.about()));
        System.out.println("all is all but fuzz.");
        System.out.println("Results go to benchmarks/results/NAME.txt, with --quick to benchmarks/target/results.");
    }
}
