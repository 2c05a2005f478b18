package dev.usher.benchmarks;

import dev.usher.benchmarks.bridge.BridgeCpu;
import dev.usher.benchmarks.bridge.BridgeDirect;
import dev.usher.benchmarks.bridge.BridgeGuaranteed;
import dev.usher.benchmarks.bridge.BridgeHeap;
import dev.usher.benchmarks.bridge.BridgeLatency;
import dev.usher.benchmarks.bridge.BridgeSessions;
import dev.usher.benchmarks.bridge.BridgeTopics;
import dev.usher.benchmarks.bridge.Reading;
import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code benchmarks/run NAME... | all | bridge [--quick]}. */
public final class Main {

    /** What {@code all} runs, in this order. */
    private static final List<Benchmark> ALL =
            List.of(new Matching(), new Mapping(), new Seats(), new Publish(false), new Fanout(), new Publish(true));

    /** What {@code bridge} runs, in this order; not part of {@code all}, because it takes longer than all of that. */
    private static final List<Benchmark> BRIDGE = List.of(
            new BridgeDirect(),
            new BridgeGuaranteed(),
            new BridgeCpu(),
            new BridgeLatency(),
            new BridgeHeap(),
            new BridgeTopics(),
            new BridgeSessions(),
            new Reading());

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
        failed |= !ran("all", ALL, names, home, quick);
        failed |= !ran("bridge", BRIDGE, names, home, quick);
        System.exit(failed ? 1 : 0);
    }

    private static boolean ran(String all, List<Benchmark> these, List<String> names, Path home, boolean quick) {
        boolean good = true;
        for (Benchmark benchmark : these) {
            if (names.contains(all) || names.contains(benchmark.name())) {
                good &= ran(benchmark, home, quick);
            }
        }
        return good;
    }

    private static boolean known(List<String> names) {
        return names.stream()
                .allMatch(n -> n.equals("all")
                        || n.equals("bridge")
                        || everything().anyMatch(b -> b.name().equals(n)));
    }

    private static Stream<Benchmark> everything() {
        return Stream.of(ALL, BRIDGE, List.of(FUZZ)).flatMap(List::stream);
    }

    private static boolean ran(Benchmark benchmark, Path home, boolean quick) {
        System.out.println("== " + benchmark.name() + ": " + benchmark.about());
        // Quick runs are for trying out: what they print is not kept beside what was measured with care.
        Path results = quick ? home.resolve("target/results") : home.resolve("results");
        try (Session session =
                new Session(benchmark.name(), quick ? Scale.QUICK : Scale.FULL, results.resolve("raw"))) {
            benchmark.run(session);
            Path written = session.report().write(results);
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
        System.out.println("usage: benchmarks/run NAME... | all | bridge [--quick]");
        everything().forEach(b -> System.out.printf("  %-16s %s%n", b.name(), b.about()));
        System.out.println("all is all but fuzz and those of the bridge; bridge is those.");
        System.out.println("Results go to benchmarks/results/NAME.txt, with --quick to benchmarks/target/results.");
    }
}
