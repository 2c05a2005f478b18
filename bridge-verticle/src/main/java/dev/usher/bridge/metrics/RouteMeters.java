package dev.usher.bridge.metrics;

import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.Route;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;

/**
 * What becomes of the events of each route. Counting is for one thread. An event costs an increment and a place in a histogram;
 * everything else is done once for each route and call.
 */
public final class RouteMeters implements Collector {

    static final String LATENCY = "usher_bridge_latency_seconds";

    private static final double[] BOUNDS = LatencyBuckets.boundsSeconds();

    /** A new mapping brings new routes; what is remembered of them by identity is forgotten now and then. */
    private static final int IDENTITIES = 1_000;

    private final MeterRegistry registry;
    private final LongSupplier clockMs;
    private final Map<String, OfRoute> byName = new ConcurrentSkipListMap<>();
    private final Map<Route, OfRoute> byIdentity = new IdentityHashMap<>();
    private Route lastRoute;
    private OfRoute last;

    /** @param clockMs milliseconds since the epoch, as Kafka's timestamps */
    public RouteMeters(MeterRegistry registry, LongSupplier clockMs) {
        this.registry = registry;
        this.clockMs = clockMs;
    }

    /** The meters of one route, which outlive a mapping: names count. */
    private static final class OfRoute {
        private final Labels labels;
        private final LatencyBuckets latency = new LatencyBuckets();
        private final Counter published;
        private final Counter acked;
        private final Counter nackedForGood;
        private final Counter nackedForNow;
        private int pending;
        private int pendingAcks;

        OfRoute(Route route, MeterRegistry registry) {
            labels = Labels.of("from", route.from(), "route", route.name());
            published = counter(route, "usher.bridge.published")
                    .description("Events sent: acknowledged, or for direct delivery written to the broker's connection")
                    .register(registry);
            acked = counter(route, "usher.bridge.acked")
                    .description("Guaranteed events the broker acknowledged")
                    .register(registry);
            nackedForGood = nacked(registry, route, "permanent");
            nackedForNow = nacked(registry, route, "transient");
        }

        private static Counter nacked(MeterRegistry registry, Route route, String kind) {
            return counter(route, "usher.bridge.nacked")
                    .tag("kind", kind)
                    .description("Events the broker refused, for good or for now")
                    .register(registry);
        }

        private static Counter.Builder counter(Route route, String name) {
            return Counter.builder(name).tag("from", route.from()).tag("route", route.name());
        }

        void flush() {
            published.increment(pending);
            acked.increment(pendingAcks);
            pending = 0;
            pendingAcks = 0;
        }
    }

    /** Shows the route's meters, all 0, before anything came of it: what is not there cannot be alerted on. */
    public void expect(Route route) {
        of(route);
    }

    /** These are accepted now. */
    public void accepted(List<OutboundEvent> events) {
        long now = clockMs.getAsLong();
        for (int i = 0; i < events.size(); i++) {
            OutboundEvent event = events.get(i);
            Route route = event.route();
            if (route != lastRoute) {
                of(route);
            }
            last.pending++;
            if (route.delivery().mode() == Delivery.Mode.GUARANTEED) {
                last.pendingAcks++;
            }
            long written = event.record().timestamp();
            if (written >= 0) {
                last.latency.add(now - written);
            }
        }
        for (OfRoute meters : byName.values()) {
            if (meters.pending > 0) {
                meters.flush();
            }
        }
    }

    public void refused(Route route, boolean forGood) {
        OfRoute meters = of(route);
        (forGood ? meters.nackedForGood : meters.nackedForNow).increment();
    }

    private OfRoute of(Route route) {
        if (route != lastRoute) {
            if (byIdentity.size() > IDENTITIES) {
                byIdentity.clear();
            }
            last = byIdentity.computeIfAbsent(
                    route,
                    found -> byName.computeIfAbsent(
                            found.from() + '\n' + found.name(), name -> new OfRoute(found, registry)));
            lastRoute = route;
        }
        return last;
    }

    @Override
    public String getPrometheusName() {
        return LATENCY;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name(LATENCY)
                .help("From the record's Kafka timestamp until its event was accepted");
        for (OfRoute meters : byName.values()) {
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(meters.labels)
                    .classicHistogramBuckets(buckets(meters.latency.counts()))
                    .sum(meters.latency.sumSeconds())
                    .build());
        }
        return histogram.build();
    }

    private static ClassicHistogramBuckets buckets(long[] counts) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.length; i++) {
            buckets.bucket(BOUNDS[i], counts[i]);
        }
        return buckets.build();
    }
}
