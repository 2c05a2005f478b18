package dev.usher.bridge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.RecordProperties;
import dev.usher.bridge.core.TestEvents;
import dev.usher.bridge.core.UserProperties;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RouteMetersTest {

    private static final PartitionId PARTITION = new PartitionId("PRICES", 0);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicLong now = new AtomicLong(1_000_000);
    private RouteMeters meters;

    @BeforeEach
    void start() {
        meters = new RouteMeters(registry, now::get);
        registry.getPrometheusRegistry().register(meters);
    }

    @Test
    void countsEventsAndHowLongTheyTook() {
        meters.accepted(List.of(event(999_999), event(999_990), event(999_000), event(990_000)));
        meters.accepted(List.of(event(-1)));

        assertThat(registry.scrape())
                .contains("usher_bridge_published_total{from=\"PRICES\",route=\"quotes\"} 5.0")
                .contains("usher_bridge_acked_total{from=\"PRICES\",route=\"quotes\"} 5.0")
                .contains("# TYPE usher_bridge_latency_seconds histogram")
                .contains("usher_bridge_latency_seconds_bucket{from=\"PRICES\",route=\"quotes\",le=\"0.001\"} 1")
                .contains("usher_bridge_latency_seconds_bucket{from=\"PRICES\",route=\"quotes\",le=\"0.01\"} 2")
                .contains("usher_bridge_latency_seconds_bucket{from=\"PRICES\",route=\"quotes\",le=\"1.0\"} 3")
                .contains("usher_bridge_latency_seconds_bucket{from=\"PRICES\",route=\"quotes\",le=\"+Inf\"} 4")
                .contains("usher_bridge_latency_seconds_count{from=\"PRICES\",route=\"quotes\"} 4")
                .contains("usher_bridge_latency_seconds_sum{from=\"PRICES\",route=\"quotes\"} 11.011");
    }

    @Test
    void aClockThatRunsBehindCountsAsNoTimeAtAll() {
        meters.accepted(List.of(event(2_000_000)));

        assertThat(registry.scrape())
                .contains("usher_bridge_latency_seconds_bucket{from=\"PRICES\",route=\"quotes\",le=\"0.001\"} 1")
                .contains("usher_bridge_latency_seconds_sum{from=\"PRICES\",route=\"quotes\"} 0.0");
    }

    @Test
    void directEventsAreNotAcknowledged() {
        meters.accepted(List.of(
                TestEvents.of(record(999_999), Delivery.direct(false, RecordProperties.DEFAULT), UserProperties.NONE)));

        assertThat(registry.get("usher.bridge.published").counter().count()).isEqualTo(1);
        assertThat(registry.get("usher.bridge.acked").counter().count()).isZero();
    }

    @Test
    void refusalsAreToldApart() {
        meters.refused(event(0).route(), true);
        meters.refused(event(0).route(), false);
        meters.refused(event(0).route(), false);

        assertThat(registry.get("usher.bridge.nacked")
                        .tag("kind", "permanent")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("usher.bridge.nacked")
                        .tag("kind", "transient")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Property
    void everyTimeIsInTheFirstBucketThatHoldsIt(@ForAll @LongRange(min = -10, max = 4_000_000) long ms) {
        LatencyBuckets buckets = new LatencyBuckets();
        buckets.add(ms);

        double[] bounds = LatencyBuckets.boundsSeconds();
        double seconds = Math.max(0, ms) / 1_000.0;
        int expected = 0;
        while (bounds[expected] < seconds) {
            expected++;
        }
        assertThat(buckets.counts()[expected]).isEqualTo(1);
        assertThat(Arrays.stream(buckets.counts()).sum()).isEqualTo(1);
        assertThat(buckets.sumSeconds()).isEqualTo(seconds);
    }

    private static OutboundEvent event(long timestamp) {
        return TestEvents.of(
                record(timestamp),
                Delivery.guaranteed(Delivery.Ordering.PIPELINED, RecordProperties.DEFAULT),
                UserProperties.NONE);
    }

    private static InboundRecord record(long timestamp) {
        return new InboundRecord(PARTITION, 0, timestamp, null, new byte[0], List.of());
    }
}
