package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/** How many records a second one thread maps to topics, by how many topics there are. */
final class Mapping implements Benchmark {

    private static final String FLAGS = "-Xms2g -Xmx2g -XX:+UseParallelGC";

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
        for (RunResult result : new Runner(Jmh.options(
                                session,
                                MappingBenchmark.class,
                                FLAGS,
                                4,
                                5,
                                session.scale().choose(1, 100, 800))
                        .param("topics", topics)
                        .param("payloads", session.scale().choose("1024", "65536", "1048576"))
                        .build())
                .run()) {
            byWay.computeIfAbsent(result.getParams().getParam("way"), way -> new LinkedHashMap<>())
                    .put(result.getParams().getParam("topics"), result);
        }
        Table rates = new Table("records/s", "1 topic", "500", "1,000,000", "of JACKSON, at the most topics");
        Table bytes = new Table("bytes allocated per record", "1 topic", "500", "1,000,000");
        String most = topics[topics.length - 1];
        double jackson =
                Jmh.score(byWay.get(MappingBenchmark.Way.JACKSON.name()).get(most));
        byWay.forEach((way, results) -> {
            rates.row(
                    way,
                    shown(results.get("1")),
                    shown(results.get("500")),
                    shown(results.get("1000000")),
                    "%.2f".formatted(Jmh.score(results.get(most)) / jackson));
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
        return result == null ? "-" : "%,.0f".formatted(Jmh.score(result));
    }

    private static String allocatedShown(RunResult result) {
        return result == null ? "-" : "%.1f".formatted(Jmh.allocated(result));
    }

    private static JsonObject raw(RunResult result) {
        return new JsonObject()
                .put("way", result.getParams().getParam("way"))
                .put("topics", result.getParams().getParam("topics"))
                .put("recordsPerSecond", Jmh.score(result))
                .put("error", result.getPrimaryResult().getScoreError())
                .put("bytes", Jmh.allocated(result));
    }
}
