package dev.usher.bridge.metrics;

import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts dead letters for each Kafka topic, route and reason. All reasons are there from the start: a counter that begins at 1 has not
 * risen, so an alert on its increase would miss the first letter. Counting is for one thread.
 */
public final class DeadLetterMeters {

    /** What a record is counted under that no route took. */
    private static final String NO_ROUTE = "";

    private final MeterRegistry registry;
    private final Map<String, Map<String, Counter[]>> byTopic = new HashMap<>();

    public DeadLetterMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows the counters of a route and those for no route, all 0 unless they were there before. */
    public void expect(Route route) {
        counters(route.from(), route.name());
        counters(route.from(), NO_ROUTE);
    }

    /** @param route which took the record, if one did */
    public void stored(String kafkaTopic, Optional<Route> route, Reason reason) {
        counters(kafkaTopic, route.map(Route::name).orElse(NO_ROUTE))[reason.ordinal()].increment();
    }

    private Counter[] counters(String kafkaTopic, String route) {
        return byTopic.computeIfAbsent(kafkaTopic, topic -> new HashMap<>())
                .computeIfAbsent(
                        route,
                        name -> Arrays.stream(Reason.values())
                                .map(reason -> counter(kafkaTopic, name, reason))
                                .toArray(Counter[]::new));
    }

    private Counter counter(String kafkaTopic, String route, Reason reason) {
        return Counter.builder("usher.bridge.dead.lettered")
                .description("Records stored as dead letters")
                .tag("from", kafkaTopic)
                .tag("route", route)
                .tag("reason", reason.code())
                .register(registry);
    }
}
