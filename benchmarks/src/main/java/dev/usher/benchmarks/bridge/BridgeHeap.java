package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Child;
import dev.usher.benchmarks.harness.Session;
import dev.usher.benchmarks.harness.Table;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a backlog costs the bridge: live heap over time while the broker is away, and while it takes connections but reads nothing. */
public final class BridgeHeap extends BridgeBenchmark {

    private static final List<String> FLAGS = List.of("-Xmx128m");
    /** Nobody listens there. */
    private static final String AWAY = "tcp://127.0.0.1:1";

    private static final double MEBI = 1 << 20;

    public BridgeHeap() {
        super(
                "bridge-heap",
                "live heap of the bridge with a backlog of up to five million records and no broker to take them");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        long unit = session.scale().choose(3_000L, 100_000L, 1_000_000L);
        int samples = session.scale().choose(2, 3, 8);
        session.report()
                .line(
                        "The bridge with %s; MiB in use after full collections, once a second; then the broker reads, and the time until "
                                        .formatted(FLAGS)
                                + "the whole backlog has arrived.");
        Table table = new Table("delivery", "broker", "backlog", "live heap, MiB, over time", "drained in, s");
        List<Side> sides = session.quick()
                ? List.of(Side.bridge(true))
                : List.of(Side.bridge(true), Side.guaranteed("pipelined", true));
        for (Side side : sides) {
            for (boolean away : new boolean[] {true, false}) {
                for (int units : session.scale().choose(new int[] {0, 1}, new int[] {0, 1, 5}, new int[] {0, 1, 5})) {
                    hold(session, rig, side, away, units * unit, samples, table);
                }
            }
        }
        session.report().table(table);
    }

    private static void hold(Session session, Rig rig, Side side, boolean away, long backlog, int samples, Table table)
            throws IOException {
        Rig.Records records = rig.records(backlog, SYMBOLS);
        Child bridge = session.start(FLAGS, Bridge.class);
        rig.server().ask(away ? "hear" : "deaf");
        rig.expect(0, Math.max(1, backlog), "count", SYMBOLS);
        rig.begin(
                bridge,
                side,
                records.topic(),
                away ? AWAY : rig.server().ready().getString("smf"));
        List<Long> live = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            Session.pause(1000);
            live.add(bridge.ask("heap").getLong("heapBytes"));
        }
        double drained = 0;
        if (!away) {
            long begin = System.nanoTime();
            rig.server().ask("hear");
            if (backlog > 0) {
                rig.server().await("to", Rig.PATIENCE);
                drained = (System.nanoTime() - begin) / 1e9;
            }
        }
        session.report()
                .raw(new JsonObject()
                        .put("side", side.name())
                        .put("away", away)
                        .put("backlog", backlog)
                        .put("liveBytes", live)
                        .put("peakRssBytes", bridge.stat().peakRssBytes())
                        .put("drainedSeconds", drained));
        session.stop(bridge);
        table.row(
                side.name(),
                away ? "away" : "reads nothing",
                "%,d".formatted(backlog),
                String.join(
                        " ", live.stream().map(b -> "%.0f".formatted(b / MEBI)).toList()),
                away || backlog == 0 ? "-" : "%.1f".formatted(drained));
    }
}
