package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the bridge's CPU time goes. Apart from the runs that measure rates, because looking costs a little. */
public final class BridgeCpu extends BridgeBenchmark {

    private static final List<String> PARTS =
            List.of("consume", "map", "hand-off", "send", "other", "collector and compiler", "process");

    public BridgeCpu() {
        super("bridge-cpu", "CPU seconds of the bridge per million records: consume, map, hand-off, send");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        Rig.Records many = rig.records(session.scale().choose(30_000L, 1_500_000L, 3_000_000L), SYMBOLS);
        List<Side> sides = List.of(
                Side.lean(false),
                Side.bridge(false),
                Side.bridge(true),
                Side.guaranteed("pipelined", false).share(0.4),
                Side.guaranteed("strict", false).share(0.4));
        int cold = session.scale() == Scale.SMOKE ? 0 : 1;
        Map<String, List<JsonObject>> results = new LinkedHashMap<>();
        for (int round = 1 - cold; round <= rounds(session); round++) {
            for (Side side : sides) {
                JsonObject result = profile(rig, side, many);
                if (round > 0) {
                    session.report().raw(result.put("round", round));
                    results.computeIfAbsent(side.name(), k -> new ArrayList<>()).add(result);
                }
            }
        }
        session.report()
                .line(
                        "CPU seconds per million records, medians. By thread as the operating system counted it; map and hand-off, "
                                + "which share a thread, by samples of its stack (Flight Recorder, every 10 ms).");
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(PARTS);
        Table table = new Table(header.toArray(String[]::new));
        results.forEach((side, r) -> {
            List<Object> row = new ArrayList<>(List.of(side));
            PARTS.forEach(part -> row.add("%.2f".formatted(median(r, part))));
            table.row(row.toArray());
        });
        session.report().table(table);
        session.report().line("The lean loop is one thread: all of it but JCSMP's own threads counts as consume.");
    }

    private static JsonObject profile(Rig rig, Side side, Rig.Records records) throws IOException {
        long to = (long) (records.count() * side.share());
        rig.expect(to / 10, to, "count", records.symbols());
        Child contender = rig.contender(side);
        rig.begin(side, records.topic());
        rig.server().await("from", Rig.PATIENCE);
        contender.ask("profile");
        long before = rig.count();
        rig.server().await("to", Rig.PATIENCE);
        JsonObject seconds = contender.ask("profiled");
        long carried = Math.max(1, rig.count() - before);
        rig.end(side);
        JsonObject result = new JsonObject().put("side", side.name()).put("records", carried);
        PARTS.forEach(part -> result.put(part, seconds.getDouble(part, 0.0) * 1e6 / carried));
        return result.put("secondsByThread", seconds.getJsonObject("byThread"));
    }
}
