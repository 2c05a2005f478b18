package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Session;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Whether more than one session a bridge is faster. */
public final class BridgeSessions extends BridgeBenchmark {

    private static final int LATE = 2;

    public BridgeSessions() {
        super(
                "bridge-sessions",
                "records a second with 1, 2 and 4 sessions; acknowledgements at once, and two milliseconds late");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        compare(session, rig, Side.bridge(false), 0, session.scale().choose(3_000L, 600_000L, 1_000_000L));
        compare(
                session,
                rig,
                Side.guaranteed("pipelined", false),
                0,
                session.scale().choose(3_000L, 200_000L, 300_000L));
        compare(
                session,
                rig,
                Side.guaranteed("pipelined", false),
                LATE,
                session.scale().choose(3_000L, 100_000L, 150_000L));
        compare(
                session,
                rig,
                Side.guaranteed("strict", false),
                LATE,
                session.scale().choose(3_000L, 100_000L, 150_000L));
    }

    private static void compare(Session session, Rig rig, Side side, int late, long count) throws IOException {
        Rig.Records records = rig.records(count, SYMBOLS);
        List<Side> sides = session.scale().choose(List.of(1, 2), List.of(1, 2, 4), List.of(1, 2, 4)).stream()
                .map(n -> side.with(", sessions: " + n, "sessions", n))
                .toList();
        rig.server().ask("ackDelay " + late);
        Map<String, List<JsonObject>> results = alternate(session, rig, sides, records);
        rig.server().ask("ackDelay 0");
        session.report().line(side.name() + (late == 0 ? "" : ", acknowledgements %d ms late".formatted(late)) + ":");
        session.report().table(rates(results));
    }
}
