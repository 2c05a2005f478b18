package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How many records a second one thread maps to topics, by how many topics there are. */
final class Mapping implements Benchmark {

    private static final String FLAGS = "-Xms2g -Xmx2g -XX:+UseParallelGC";
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Override
    public String name() {
        return "mapping";
    }

    @Override
    public String about() {
        return "records of 200 bytes, three fields, to 1, 500 and 1,000,000 topics, payloads checked to the last byte (JMH)";
    }

    @Override
    public void run(Session session) throws RunnerException {
        session.report().line("JMH 1.37, one fork each, one thread, JVM flags " + FLAGS);
        String[] topics = session.scale()
                .choose(new String[] {"1"}, new String[] {"1", "500"}, new String[] {"1", "500", "1000000"});
        Map<String, Map<String, RunResult>> byWay = new LinkedHashMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include("^" + MappingBenchmark.class.getName())
                        .param("topics", topics)
                        .param("payloads", session.scale().choose("1024", "65536", "1048576"))
                        .forks(session.quick() ? 0 : 1)
                        .jvmArgs(FLAGS.split(" ", -1))
                        .warmupIterations(session.quick() ? 1 : 4)
                        .warmupTime(TimeValue.milliseconds(session.scale().choose(1, 100, 800)))
                        .measurementIterations(session.quick() ? 1 : 5)
                        .measurementTime(TimeValue.milliseconds(session.scale().choose(1, 100, 800)))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run()) {
            byWay.computeIfAbsent(result.getParams().getParam("way"), way -> new LinkedHashMap<>())
                    .put(result.getParams().getParam("topics"), result);
        }
        Table rates = new Table("records/s", "1 topic", "500", "1,000,000", "of JACKSON, at the most topics");
        Table bytes = new Table("bytes allocated per record", "1 topic", "500", "1,000,000");
        String most = topics[topics.length - 1];
        double jackson = rate(byWay.get(MappingBenchmark.Way.JACKSON.name()).get(most));
        byWay.forEach((way, results) -> {
            rates.row(
                    way,
                    shown(results.get("1")),
                    shown(results.get("500")),
                    shown(results.get("1000000")),
                    "%.2f".formatted(rate(results.get(most)) / jackson));
            bytes.row(
                    way,
                    allocatedShown(results.get("1")),
                    allocatedShown(results.get("500")),
                    allocatedShown(results.get("1000000")));
        });
        session.report().table(rates);
        session.report().table(bytes);
        byWay.values()
                .forEach(results ->
                        results.values().forEach(result -> session.report().raw(raw(result))));
    }

    private static String shown(RunResult result) {
        return result == null ? "-" : "%,.0f".formatted(rate(result));
    }

    private static String allocatedShown(RunResult result) {
        return result == null ? "-" : "%.1f".formatted(allocated(result));
    }

    private static double rate(RunResult result) {
        return result.getPrimaryResult().getScore();
    }

    private static double allocated(RunResult result) {
        return result.getSecondaryResults().entrySet().stream()
                .filter(e -> e.getKey().endsWith(ALLOCATED))
                .mapToDouble(e -> e.getValue().getScore())
                .sum();
    }

    private static JsonObject raw(RunResult result) {
        return new JsonObject()
                .put("way", result.getParams().getParam("way"))
                .put("topics", result.getParams().getParam("topics"))
                .put("recordsPerSecond", rate(result))
                .put("error", result.getPrimaryResult().getScoreError())
                .put("bytes", allocated(result));
    }
}
