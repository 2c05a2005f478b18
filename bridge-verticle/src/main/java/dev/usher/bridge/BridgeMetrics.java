package dev.usher.bridge;

import dev.usher.bridge.core.InboundRecord;
import dev.usher.bridge.core.MapOutcome;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PumpObserver;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.metrics.DeadLetterMeters;
import dev.usher.bridge.metrics.PartitionGauge;
import dev.usher.bridge.metrics.RouteMeters;
import dev.usher.bridge.solace.PublisherObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bridge in numbers. No number carries a value from a record. */
final class BridgeMetrics implements PumpObserver, PublisherObserver {

    private static final Logger log = LoggerFactory.getLogger(BridgeMetrics.class);

    private final PrometheusMeterRegistry registry;
    private final Map<String, Counter> read = new HashMap<>();
    private final Map<String, Counter[]> skipped = new HashMap<>();
    private final RouteMeters routes;
    private final DeadLetterMeters deadLetters;
    private final List<Collector> collectors = new ArrayList<>();
    private final Counter sentAgain;
    private final Counter rejected;
    private final Counter rewound;
    private final Counter commits;
    private final Counter commitFailures;
    private final Counter halted;
    private final Counter reloads;
    private final Counter reloadFailures;
    private final AtomicInteger generation = new AtomicInteger(1);
    private final AtomicInteger refusedNow = new AtomicInteger();
    private volatile LongSupplier reconnects = () -> 0;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger paused = new AtomicInteger();

    /** Whether the last commit failed; a rebalance alone makes many fail. */
    private final AtomicBoolean failing = new AtomicBoolean();

    /** @param mapping what to show from the start on */
    BridgeMetrics(PrometheusMeterRegistry registry, BridgeMapping mapping) {
        this.registry = registry;
        routes = new RouteMeters(registry, System::currentTimeMillis);
        deadLetters = new DeadLetterMeters(registry);
        expect(mapping);
        collect(routes);
        sentAgain = counter("usher.bridge.sent.again", "Records sent again because sending them failed");
        rejected = counter(
                "usher.bridge.rejected", "Direct messages the broker refused, say by a publish ACL; these are lost");
        rewound = counter("usher.bridge.rewound", "Partitions read again from their position");
        commits = counter("usher.bridge.commits", "Positions stored in Kafka, not counting those of a rebalance");
        commitFailures = counter("usher.bridge.commit.failures", "Attempts to store positions that failed");
        halted = counter("usher.bridge.halts", "Bad records at which a partition stopped, as the policy wants");
        reloads = counter("usher.bridge.mapping.reloads", "Changed mappings taken into use");
        reloadFailures = counter("usher.bridge.mapping.reload.failures", "Changed configurations refused");
        gauge("usher.bridge.mapping.generation", "Which mapping is in use, 1 for that of the start", generation::get);
        gauge("usher.bridge.mapping.refused", "1 while the configuration file is not followed", refusedNow::get);
        gauge("usher.bridge.waiting", "Events the broker has not taken", waiting::get);
        gauge("usher.bridge.paused.partitions", "Partitions not read from because too much waits", paused::get);
    }

    void queueDepth(IntSupplier depth) {
        gauge("usher.bridge.queue", "Of those waiting, events with the sending threads", depth);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(description).register(registry);
    }

    /** The configuration file is followed again, or still; maybe with another mapping. */
    void mappingInUse(Optional<BridgeMapping> another) {
        refusedNow.set(0);
        another.ifPresent(mapping -> {
            expect(mapping);
            generation.incrementAndGet();
            reloads.increment();
        });
    }

    void mappingRefused() {
        refusedNow.set(1);
        reloadFailures.increment();
    }

    int mappingGeneration() {
        return generation.get();
    }

    private void expect(BridgeMapping mapping) {
        mapping.routes().forEach(route -> {
            Route expected = route.toRoute();
            routes.expect(expected);
            deadLetters.expect(expected);
        });
        mapping.topics().forEach(topic -> {
            read(topic);
            skips(topic);
        });
    }

    /** Prometheus's own kind of meter, for what Micrometer has none. */
    private void collect(Collector collector) {
        try {
            registry.getPrometheusRegistry().register(collector);
            collectors.add(collector);
        } catch (IllegalArgumentException e) {
            log.warn("a second bridge on one registry, not shown meter={}", collector.getPrometheusName());
        }
    }

    void lag(Supplier<Map<PartitionId, Long>> behind) {
        collect(new PartitionGauge("usher_bridge_lag", "Records of a partition not read yet", behind));
    }

    void inFlight(Supplier<Map<PartitionId, Integer>> spans) {
        collect(new PartitionGauge(
                "usher_bridge_in_flight", "Records of a partition that a restart now would read again", spans));
    }

    void troubles(IntSupplier haltedNow, IntSupplier heldUpNow) {
        gauge("usher.bridge.halted.partitions", "Partitions that stand still at a bad record", haltedNow);
        gauge("usher.bridge.held.up.partitions", "Partitions whose events the broker refuses for now", heldUpNow);
    }

    void sessions(IntSupplier up, LongSupplier count) {
        gauge("usher.bridge.sessions.up", "Sessions to Solace that are up", up);
        reconnects = count;
        // The registry holds what it asks weakly; this lives as long as the bridge.
        FunctionCounter.builder("usher.bridge.reconnects", this, metrics -> metrics.reconnects.getAsLong())
                .description("Sessions to Solace brought back or made anew")
                .register(registry);
    }

    /** Those that Micrometer keeps stay with the registry. */
    Future<Void> close() {
        collectors.forEach(registry.getPrometheusRegistry()::unregister);
        return Future.succeededFuture();
    }

    private Counter read(String kafkaTopic) {
        return read.computeIfAbsent(
                kafkaTopic,
                topic -> Counter.builder("usher.bridge.read")
                        .description("Records read from Kafka")
                        .tag("from", topic)
                        .register(registry));
    }

    private Counter[] skips(String kafkaTopic) {
        return skipped.computeIfAbsent(
                kafkaTopic,
                topic -> Arrays.stream(MapOutcome.Skipped.values())
                        .map(why -> Counter.builder("usher.bridge.skipped")
                                .description("Records that need no event, as configured")
                                .tag("from", topic)
                                .tag(
                                        "cause",
                                        why.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                                .register(registry))
                        .toArray(Counter[]::new));
    }

    @Override
    public void read(String kafkaTopic, int records) {
        read(kafkaTopic).increment(records);
    }

    @Override
    public void skipped(String kafkaTopic, MapOutcome.Skipped why) {
        skips(kafkaTopic)[why.ordinal()].increment();
    }

    @Override
    public void accepted(List<OutboundEvent> events) {
        routes.accepted(events);
    }

    @Override
    public void refused(OutboundEvent event, boolean forGood, String detail) {
        routes.refused(event.route(), forGood);
    }

    @Override
    public void halted(InboundRecord record, Reason reason, String detail) {
        halted.increment();
        log.error("partition halted record={} reason={} detail={}", record, reason.code(), detail);
    }

    @Override
    public void deadLettered(String kafkaTopic, Optional<Route> route, Reason reason) {
        deadLetters.stored(kafkaTopic, route, reason);
    }

    @Override
    public void rewound(PartitionId partition) {
        rewound.increment();
        log.info("partition read again topic={} partition={}", partition.topic(), partition.partition());
    }

    @Override
    public void committed(int partitions) {
        commits.increment(partitions);
        if (failing.compareAndSet(true, false)) {
            log.info("positions stored again");
        }
    }

    @Override
    public void commitFailed(Throwable cause) {
        commitFailures.increment();
        if (failing.compareAndSet(false, true)) {
            log.warn("positions not stored, trying again until they are cause={}", cause.toString());
        }
    }

    @Override
    public void levels(int inFlightNow, int waitingNow, int pausedPartitions) {
        waiting.set(waitingNow);
        paused.set(pausedPartitions);
    }

    @Override
    public void rejectedByBroker() {
        rejected.increment();
    }

    @Override
    public void sentAgain() {
        sentAgain.increment();
    }
}
