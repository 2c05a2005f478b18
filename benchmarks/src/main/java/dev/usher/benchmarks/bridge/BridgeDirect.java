package dev.usher.benchmarks.bridge;

import dev.usher.benchmarks.harness.Session;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Direct delivery: bridge, lean loop and what Solace's connector does, over the same records. */
public final class BridgeDirect extends BridgeBenchmark {

    public BridgeDirect() {
        super(
                "bridge-direct",
                "records a second from Kafka to direct messages: bridge, lean loop, as the connector does");
    }

    @Override
    void measure(Session session, Rig rig) throws IOException {
        Rig.Records records = rig.records(session.scale().choose(3_000L, 600_000L, 3_000_000L), SYMBOLS);
        List<Side> sides =
                List.of(Side.lean(false), Side.bridge(false), Side.lean(true), Side.bridge(true), Side.connector());
        verify(session, rig, sides, records);
        Map<String, List<JsonObject>> results = alternate(session, rig, sides, records);
        session.report().table(rates(results));
        List<JsonObject> lean = results.get(sides.get(0).name());
        List<JsonObject> bridge = results.get(sides.get(1).name());
        List<JsonObject> leanWith = results.get(sides.get(2).name());
        List<JsonObject> bridgeWith = results.get(sides.get(3).name());
        List<JsonObject> connector = results.get(sides.get(4).name());
        aim(session, "bridge : lean loop, both without user properties", ratio(bridge, lean), 0.8);
        aim(session, "bridge : as the connector does", ratio(bridge, connector), 5);
        session.report()
                .line("With user properties: bridge : lean loop %s, bridge : as the connector does %s"
                        .formatted(spread(bridgeWith, leanWith), spread(bridgeWith, connector)));
    }
}
