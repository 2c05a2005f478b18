package dev.usher.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.benchmarks.harness.Scale;
import dev.usher.benchmarks.harness.Session;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every benchmark still works: tiny sizes, and nothing about speed. */
class BenchmarksIT {

    private static List<JsonObject> measured(Benchmark benchmark) throws Exception {
        try (Session session = new Session(benchmark.name(), Scale.SMOKE)) {
            benchmark.run(session);
            return session.report().measurements();
        }
    }

    @Test
    void matching() throws Exception {
        assertThat(measured(new Matching()))
                .extracting(m -> m.getString("shape"))
                .contains("LITERALS", "PREFIXES", "SAME_FILTER");
    }

    @Test
    void mapping() throws Exception {
        assertThat(measured(new Mapping()))
                .extracting(m -> m.getString("way"))
                .containsExactlyInAnyOrder("USHER", "USHER_CONDITION", "JACKSON");
    }

    @Test
    void everySeatIsConnected() throws Exception {
        assertThat(measured(new Seats())).hasSize(2).allSatisfy(m -> {
            assertThat(m.getInteger("clients")).isEqualTo(20);
            assertThat(m.getLong("heapBytes")).isPositive().isLessThan(m.getLong("rssBytes"));
        });
    }

    @Test
    void theServersComparedCountTheSameMessages() throws Exception {
        List<JsonObject> measured = measured(new Publish(false));
        assertThat(measured)
                .extracting(m -> m.getString("server"))
                .containsExactly(
                        "decode and discard",
                        "broker, counting subscriber",
                        "decode and discard",
                        "broker, counting subscriber");
        assertThat(measured).allSatisfy(m -> assertThat(m.getLong("sent")).isPositive());
    }

    @Test
    void guaranteedMessagesAreAcknowledgedByBoth() throws Exception {
        assertThat(measured(new Publish(true)))
                .hasSize(2)
                .allSatisfy(
                        m -> assertThat(m.getLong("acknowledged")).isPositive().isEqualTo(m.getLong("sent")));
    }

    @Test
    void everyClientGetsEveryMessage() throws Exception {
        assertThat(measured(new Fanout())).singleElement().satisfies(m -> {
            assertThat(m.getLong("delivered")).isEqualTo(m.getLong("sent") * m.getInteger("clients"));
            assertThat(m.getLong("outOfOrder")).isZero();
        });
    }
}
