package dev.usher.benchmarks.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every benchmark of the bridge still works, and each contender carries every record: tiny sizes, and nothing about speed. */
class BridgeBenchmarksIT {

    private static Session processes;
    private static Rig rig;

    @BeforeAll
    static void start() throws IOException {
        processes = new Session("bridge", Scale.SMOKE);
        rig = new Rig(processes);
    }

    @AfterAll
    static void stop() {
        processes.close();
    }

    private static List<JsonObject> measured(BridgeBenchmark benchmark) throws IOException {
        try (Session session = new Session(benchmark.name(), Scale.SMOKE)) {
            benchmark.run(session, rig);
            return session.report().measurements();
        }
    }

    private static void assertVerified(List<JsonObject> measured, String... sides) {
        List<JsonObject> verified =
                measured.stream().filter(m -> m.containsKey("verified")).toList();
        assertThat(verified).extracting(m -> m.getString("verified")).containsExactly(sides);
        assertThat(verified).allSatisfy(m -> {
            assertThat(m.getLong("different")).isPositive().isEqualTo(m.getLong("records"));
            assertThat(m.getLong("twice")).isZero();
            assertThat(m.getLong("outOfOrderOfSymbol")).isZero();
        });
    }

    @Test
    void directMessagesAreAllCarried() throws IOException {
        assertVerified(
                measured(new BridgeDirect()),
                "lean loop",
                "bridge",
                "lean loop, user properties",
                "bridge, user properties",
                "as the connector does");
    }

    @Test
    void guaranteedMessagesAreAllCarried() throws IOException {
        assertVerified(
                measured(new BridgeGuaranteed()),
                "bare loop, send",
                "bare loop, sendMultiple",
                "bridge, pipelined",
                "bridge, strict",
                "bridge, pipelined, user properties");
    }

    @Test
    void theServerSeesWhatIsMissingTwiceOrOutOfOrder() {
        Arrivals arrivals = new Arrivals((event, what) -> {});
        arrivals.expect("expect 5 5 verify 6");
        arrivals.message(Quotes.payload(0, 0, 0, 0));
        arrivals.message(Quotes.payload(3, 0, 2, 0));
        arrivals.message(Quotes.payload(0, 0, 1, 0));
        arrivals.message(Quotes.payload(0, 0, 1, 0));
        arrivals.message(new byte[Quotes.SIZE]);
        JsonObject found = new JsonObject();
        arrivals.found(found);
        assertThat(found)
                .isEqualTo(new JsonObject()
                        .put("different", 3L)
                        .put("twice", 1L)
                        .put("strange", 1L)
                        .put("outOfOrder", 3L)
                        .put("outOfOrderOfSymbol", 1L));
    }

    @Test
    void cpuTimeIsSplit() throws IOException {
        assertThat(measured(new BridgeCpu()))
                .hasSize(5)
                .allSatisfy(m -> assertThat(m.fieldNames()).contains("consume", "map", "hand-off", "send", "process"));
    }

    @Test
    void delaysAreMeasured() throws IOException {
        assertThat(measured(new BridgeLatency())).hasSize(4).allSatisfy(m -> {
            assertThat(m.getDouble("p50")).isPositive();
            assertThat(m.getDouble("p99")).isGreaterThanOrEqualTo(m.getDouble("p50"));
        });
    }

    @Test
    void heapIsMeasuredAndTheBacklogDrains() throws IOException {
        assertThat(measured(new BridgeHeap()))
                .hasSize(4)
                .allSatisfy(m -> assertThat(m.getJsonArray("liveBytes")).hasSize(2));
    }

    @Test
    void topicsAreCounted() throws IOException {
        assertThat(measured(new BridgeTopics()))
                .extracting(m -> m.getInteger("symbols"))
                .containsExactly(1, 1, 500, 500);
    }

    @Test
    void sessionsAreCompared() throws IOException {
        assertThat(measured(new BridgeSessions())).hasSize(8);
    }
}
