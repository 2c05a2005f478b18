package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.Benchmark;
import dev.usher.benchmarks.harness.Median;
import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the benchmarks of the bridge have in common: rounds in alternation, and ratios of what was measured in the same round. */
abstract class BridgeBenchmark implements Benchmark {

    static final int SYMBOLS = 500;

    /** Of which nobody learns anything, because the code is cold. */
    private static final int COLD_PASSES = 2;

    private final String name;
    private final String about;

    BridgeBenchmark(String name, String about) {
        this.name = name;
        this.about = about;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String about() {
        return about;
    }

    @Override
    public final void run(Session session) throws IOException {
        run(session, new Rig(session));
    }

    /** With processes that other benchmarks may have used before. */
    final void run(Session session, Rig rig) throws IOException {
        session.report().line(Rig.flags());
        measure(session, rig);
    }

    abstract void measure(Session session, Rig rig) throws IOException;

    static int rounds(Session session) {
        return session.quick() ? 1 : 5;
    }

    /**
     * The rounds of these sides in turn, each round in new JVMs after passes that are not counted: of code that was compiled once nobody
     * learns more than how it was compiled that time.
     */
    static Map<String, List<JsonObject>> alternate(Session session, Rig rig, List<Side> sides, Rig.Records records)
            throws IOException {
        Map<String, List<JsonObject>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds(session); round++) {
            if (session.scale() != Scale.SMOKE) {
                rig.renewContenders();
                warm(rig, sides, records, session.quick() ? 1 : COLD_PASSES);
            }
            for (Side side : sides) {
                JsonObject result = rig.measure(side, records);
                session.report().raw(result.put("round", round));
                results.computeIfAbsent(side.name(), k -> new ArrayList<>()).add(result);
            }
        }
        return results;
    }

    private static void warm(Rig rig, List<Side> sides, Rig.Records records, int passes) throws IOException {
        for (int pass = 0; pass < passes; pass++) {
            for (Side side : sides) {
                rig.measure(side, records);
            }
        }
    }

    /**
     * A pass in which the server looks at every record of every side.
     *
     * @throws IllegalStateException if one did not carry each exactly once, or, if it promises so, not in order
     */
    static void verify(Session session, Rig rig, List<Side> sides, Rig.Records records) throws IOException {
        for (Side side : sides) {
            JsonObject found = rig.verify(side, records);
            session.report().raw(found);
            boolean byKey = "strict".equals(side.how().getString("ordering"));
            long disorder = found.getLong(byKey ? "outOfOrderOfSymbol" : "outOfOrder");
            if (found.getLong("missing") + found.getLong("twice") + found.getLong("strange") + disorder != 0) {
                throw new IllegalStateException(
                        side.name() + " did not carry every record once and in order: " + found);
            }
        }
        session.report()
                .line("Verified in a pass of its own: every record at the server exactly once, in the order of its "
                        + "partition (strict: of its key).");
    }

    static double median(List<JsonObject> results, String key) {
        return Median.of(results.stream().map(r -> r.getDouble(key)).toList());
    }

    /** The middle of the ratios of the rates, round by round. */
    static double ratio(List<JsonObject> of, List<JsonObject> to) {
        return Median.of(ratios(of, to));
    }

    private static List<Double> ratios(List<JsonObject> of, List<JsonObject> to) {
        return IntStream.range(0, of.size())
                .mapToObj(i -> of.get(i).getDouble("rate") / to.get(i).getDouble("rate"))
                .toList();
    }

    static String spread(List<JsonObject> of, List<JsonObject> to) {
        List<Double> all = ratios(of, to).stream().sorted().toList();
        return "%.2f (%.2f to %.2f)".formatted(Median.of(all), all.get(0), all.get(all.size() - 1));
    }

    /** Rates, ratios to the first, and who spent the CPU time. */
    static Table rates(Map<String, List<JsonObject>> results) {
        Table table = new Table(
                "", "records/s", "of the first, median (least to most)", "CPU us per record: this", "server", "Kafka");
        List<JsonObject> first = results.values().iterator().next();
        results.forEach((side, r) -> table.row(
                side,
                "%,.0f".formatted(median(r, "rate")),
                spread(r, first),
                "%.2f".formatted(median(r, "contenderMicros")),
                "%.2f".formatted(median(r, "serverMicros")),
                "%.2f".formatted(median(r, "kafkaMicros"))));
        return table;
    }

    static void aim(Session session, String what, double is, double least) {
        session.report()
                .line("Aim: %s >= %.2f; is %.2f: %s".formatted(what, least, is, is >= least ? "reached" : "MISSED"));
    }
}
