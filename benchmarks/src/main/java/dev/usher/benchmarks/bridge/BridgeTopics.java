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
import java.util.stream.Stream;

/** Whether a record costs more when there are more topics. */
public final class BridgeTopics extends BridgeBenchmark {

    public BridgeTopics() {
        super("bridge-topics", "cost of a record by the number of distinct topics, one to a million");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        int[] topics = session.scale()
                .choose(new int[] {1, 500}, new int[] {1, 500, 100_000, 300_000}, new int[] {1, 500, 100_000, 1_000_000
                });
        long count = session.scale().choose(3_000L, 300_000L, 1_000_000L);
        List<Side> sides = List.of(Side.lean(false), Side.bridge(false));
        int cold = session.scale() == Scale.SMOKE ? 0 : 1;
        Map<String, List<List<JsonObject>>> bySide = new LinkedHashMap<>();
        for (int round = 1 - cold; round <= rounds(session); round++) {
            for (int i = 0; i < topics.length; i++) {
                for (Side side : sides) {
                    JsonObject result = rig.measure(side, rig.records(count, topics[i]));
                    if (round > 0) {
                        session.report().raw(result.put("round", round));
                        byTopics(bySide, side, topics.length).get(i).add(result);
                    }
                }
            }
        }
        session.report()
                .line(
                        "Nanoseconds of CPU time of the contender per record, and records/s; %,d records, medians of %d rounds. A topic comes "
                                        .formatted(count, rounds(session))
                                + "again only after all others did, which no cache of fewer topics can use.");
        List<String> header = new ArrayList<>(List.of("topics"));
        for (int symbols : topics) {
            header.add("%,d".formatted(symbols));
        }
        header.add("ratio last : first");
        Table table = new Table(header.toArray(String[]::new));
        bySide.forEach((side, r) -> {
            table.row(row(side + ", CPU ns", r, "contenderMicros", 1000));
            table.row(row(side + ", records/s", r, "rate", 1));
        });
        session.report().table(table);
    }

    private static List<List<JsonObject>> byTopics(Map<String, List<List<JsonObject>>> bySide, Side side, int topics) {
        return bySide.computeIfAbsent(
                side.name(),
                k -> Stream.generate(() -> (List<JsonObject>) new ArrayList<JsonObject>())
                        .limit(topics)
                        .toList());
    }

    private static Object[] row(String name, List<List<JsonObject>> results, String key, double unit) {
        List<Object> row = new ArrayList<>(List.of(name));
        results.forEach(r -> row.add("%,.0f".formatted(median(r, key) * unit)));
        row.add("%.2f".formatted(median(results.get(results.size() - 1), key) / median(results.get(0), key)));
        return row.toArray();
    }
}
