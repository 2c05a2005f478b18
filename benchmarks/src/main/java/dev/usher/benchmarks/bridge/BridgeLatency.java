package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** At a steady rate: how long from the producer to the server, and whether anything falls behind. */
public final class BridgeLatency extends BridgeBenchmark {

    private static final int PRELUDE = 300;

    public BridgeLatency() {
        super("bridge-latency", "delay from producer to server at 50,000 records a second, bridge beside the loops");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        int rate = session.scale().choose(2_000, 50_000, 50_000);
        int seconds = session.scale().choose(1, 3, 6);
        List<Side> sides =
                List.of(Side.lean(false), Side.bridge(false), Side.bare(false, 1), Side.guaranteed("pipelined", false));
        int cold = session.scale() == Scale.SMOKE ? 0 : 1;
        Map<String, List<JsonObject>> results = new LinkedHashMap<>();
        for (int round = 1 - cold; round <= rounds(session); round++) {
            for (Side side : sides) {
                JsonObject result = pace(rig, side, rate, seconds);
                if (round > 0) {
                    session.report().raw(result.put("round", round));
                    results.computeIfAbsent(side.name(), k -> new ArrayList<>()).add(result);
                }
            }
        }
        session.report()
                .line(
                        "%,d records/s for %d s a round; microseconds from the producer's clock in the payload to the server's, the "
                                        .formatted(rate, seconds)
                                + "same clock on one machine; medians of %d rounds.".formatted(rounds(session)));
        Table table = new Table(
                "",
                "p50",
                "p95",
                "p99",
                "first tenth, p50",
                "last tenth, p50",
                "lag after 1 s, records",
                "lag at the end");
        results.forEach((side, r) -> table.row(
                side,
                "%,.0f".formatted(median(r, "p50")),
                "%,.0f".formatted(median(r, "p95")),
                "%,.0f".formatted(median(r, "p99")),
                "%,.0f".formatted(median(r, "firstTenth")),
                "%,.0f".formatted(median(r, "lastTenth")),
                "%,.0f".formatted(median(r, "lagAtBegin")),
                "%,.0f".formatted(median(r, "lagAtEnd"))));
        session.report().table(table);
        for (int i = 0; i < sides.size(); i += 2) {
            added(session, sides.get(i).name(), sides.get(i + 1).name(), results);
        }
    }

    private static void added(Session session, String loop, String bridge, Map<String, List<JsonObject>> results) {
        StringBuilder line = new StringBuilder("Added by the bridge (" + bridge + ") to the " + loop + ", us:");
        for (String p : List.of("p50", "p95", "p99")) {
            line.append(" %s %+,.0f".formatted(p, median(results.get(bridge), p) - median(results.get(loop), p)));
        }
        session.report().line(line.toString());
    }

    private static JsonObject pace(Rig rig, Side side, int rate, int seconds) throws IOException {
        String topic = rig.newTopic();
        rig.expect(PRELUDE, PRELUDE, "count", SYMBOLS);
        rig.begin(side, topic);
        rig.producer().ask("fill " + topic + " " + PRELUDE + " " + SYMBOLS);
        rig.server().await("to", Rig.PATIENCE);

        long records = (long) rate * seconds;
        rig.expect(0, records, "delay", SYMBOLS);
        long before = rig.count();
        rig.producer().send("pace " + topic + " " + rate + " " + records + " " + SYMBOLS);
        long begun = rig.producer().await("begun").getLong("nanos");
        Session.pause(seconds == 1 ? 300 : 1000);
        long lagAtBegin = lag(rig, rate, before, begun);
        JsonObject produced = rig.producer().await("pace");
        long lagAtEnd = records - (rig.count() - before);
        rig.server().await("to", Rig.PATIENCE);
        JsonObject found = rig.server().ask("found");
        rig.end(side);
        return new JsonObject()
                .put("side", side.name())
                .put("rate", records / produced.getDouble("seconds"))
                .put("producerLatestMillis", produced.getDouble("latestMillis"))
                .put("p50", found.getDouble("p50"))
                .put("p95", found.getDouble("p95"))
                .put("p99", found.getDouble("p99"))
                .put("max", found.getDouble("max"))
                .put("firstTenth", found.getDouble("firstTenth"))
                .put("lastTenth", found.getDouble("lastTenth"))
                .put("lagAtBegin", lagAtBegin)
                .put("lagAtEnd", lagAtEnd);
    }

    private static long lag(Rig rig, int rate, long before, long begun) {
        long count = rig.count() - before;
        return Math.max(0, (long) ((System.nanoTime() - begun) / 1e9 * rate) - count);
    }
}
