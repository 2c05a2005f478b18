package dev.usher.benchmarks;

import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import dev.usher.broker.core.MatchingBenchmark;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/** What a match costs as filters that do not match are added, by the shape of the filters. */
final class Matching implements Benchmark {

    private static final String FLAGS = "-Xms3g -Xmx3g -XX:+UseParallelGC";

    @Override
    public String name() {
        return "matching";
    }

    @Override
    public String about() {
        return "cost of one match against 1, 1,000 and 1,000,000 filters that do not match (JMH)";
    }

    @Override
    public void run(Session session) throws RunnerException {
        session.report().line("JMH 1.37, one fork each, JVM flags " + FLAGS);
        String[] sizes = session.scale()
                .choose(new String[] {"1"}, new String[] {"1", "1000"}, new String[] {"1", "1000", "1000000"});
        Map<String, Map<String, RunResult>> byShape = new LinkedHashMap<>();
        collect(byShape, options(session).param("others", sizes).param("manyClients", "false"));
        Table table = new Table("filters", "1", "1,000", "1,000,000", "ratio last : first", "bytes allocated");
        byShape.forEach((shape, results) -> table.row(cells(shape, results, sizes)));
        session.report().line("Nanoseconds for one match that finds one subscriber:");
        session.report().table(table);
        byShape.values()
                .forEach(r -> r.values().forEach(result -> session.report().raw(raw(result))));
        many(session, sizes[sizes.length - 1]);
    }

    /** Two threads at once, and ten thousand clients instead of one. */
    private void many(Session session, String most) throws RunnerException {
        Table table = new Table("filters", "one thread, 10,000 clients", "two threads, one client");
        Map<String, Map<String, RunResult>> clients = new LinkedHashMap<>();
        Map<String, Map<String, RunResult>> threads = new LinkedHashMap<>();
        ChainedOptionsBuilder some = options(session).param("others", most).param("shape", "LITERALS", "PREFIXES");
        collect(clients, some.param("manyClients", "true"));
        collect(threads, some.param("manyClients", "false").threads(2));
        clients.forEach((shape, r) ->
                table.row(shape, time(r.get(most)), time(threads.get(shape).get(most))));
        session.report().line("Nanoseconds with " + most + " filters that do not match:");
        session.report().table(table);
        clients.values().forEach(r -> session.report().raw(raw(r.get(most))));
        threads.values().forEach(r -> session.report().raw(raw(r.get(most)).put("threads", 2)));
    }

    private static ChainedOptionsBuilder options(Session session) {
        return Jmh.options(
                session, MatchingBenchmark.class, FLAGS, 3, 3, session.scale().choose(1, 20, 500));
    }

    private static void collect(Map<String, Map<String, RunResult>> into, ChainedOptionsBuilder options)
            throws RunnerException {
        Collection<RunResult> results = new Runner(options.build()).run();
        for (RunResult result : results) {
            into.computeIfAbsent(result.getParams().getParam("shape"), k -> new LinkedHashMap<>())
                    .put(result.getParams().getParam("others"), result);
        }
    }

    private static Object[] cells(String shape, Map<String, RunResult> results, String[] sizes) {
        double first = Jmh.score(results.get(sizes[0]));
        double last = Jmh.score(results.get(sizes[sizes.length - 1]));
        return new Object[] {
            shape,
            time(results.get("1")),
            time(results.get("1000")),
            time(results.get("1000000")),
            "%.2f".formatted(last / first),
            "%.0f".formatted(Jmh.allocated(results.get(sizes[sizes.length - 1])))
        };
    }

    private static String time(RunResult result) {
        return result == null ? "-" : "%.0f".formatted(Jmh.score(result));
    }

    private static JsonObject raw(RunResult result) {
        JsonObject raw = new JsonObject();
        for (String parameter : List.of("shape", "others", "manyClients")) {
            raw.put(parameter, result.getParams().getParam(parameter));
        }
        return raw.put("ns", Jmh.score(result))
                .put("error", result.getPrimaryResult().getScoreError())
                .put("bytes", Jmh.allocated(result));
    }
}
