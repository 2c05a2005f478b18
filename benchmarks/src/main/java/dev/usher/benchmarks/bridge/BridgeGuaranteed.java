package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Session;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Guaranteed delivery: bridge in both orderings, and a loop that only sends and counts. */
public final class BridgeGuaranteed extends BridgeBenchmark {

    private static final int BATCH = 50;

    public BridgeGuaranteed() {
        super(
                "bridge-guaranteed",
                "records a second from Kafka to guaranteed messages: bridge pipelined and strict, bare loop");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        Rig.Records records = rig.records(session.scale().choose(3_000L, 200_000L, 600_000L), SYMBOLS);
        List<Side> sides = List.of(
                Side.bare(false, 1),
                Side.bare(false, BATCH),
                Side.guaranteed("pipelined", false),
                Side.guaranteed("strict", false),
                Side.guaranteed("pipelined", true));
        verify(session, rig, sides, records);
        Map<String, List<JsonObject>> results = alternate(session, rig, sides, records);
        session.report().table(rates(results));
        List<JsonObject> send = results.get(sides.get(0).name());
        List<JsonObject> multiple = results.get(sides.get(1).name());
        List<JsonObject> bare = median(send, "rate") >= median(multiple, "rate") ? send : multiple;
        session.report()
                .line("The faster bare loop is the one with %s.".formatted(bare == send ? "send" : "sendMultiple"));
        aim(
                session,
                "bridge, pipelined : the faster bare loop",
                ratio(results.get(sides.get(2).name()), bare),
                0.95);
        session.report()
                .line("bridge, strict (%d keys) : the faster bare loop %s"
                        .formatted(SYMBOLS, spread(results.get(sides.get(3).name()), bare)));
    }
}
