package dev.usher.bridge;

import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PumpObserver;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.solace.PublisherObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bridge in numbers. No number carries a value from a record. */
final class BridgeMetrics implements PumpObserver, PublisherObserver {

    private static final Logger log = LoggerFactory.getLogger(BridgeMetrics.class);

    private final MeterRegistry registry;
    private final Map<String, Counter> read = new HashMap<>();
    private final Map<String, Counter> deadLettered = new HashMap<>();
    private final Counter published;
    private final Counter sentAgain;
    private final Counter rejected;
    private final Counter rewound;
    private final Counter commits;
    private final Counter commitFailures;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger paused = new AtomicInteger();

    /** Whether the last commit failed; a rebalance alone makes many fail. */
    private final AtomicBoolean failing = new AtomicBoolean();

    BridgeMetrics(MeterRegistry registry) {
        this.registry = registry;
        published = counter("usher.bridge.published", "Records written to the broker's connection");
        sentAgain = counter("usher.bridge.sent.again", "Records sent again because sending them failed");
        rejected = counter(
                "usher.bridge.rejected", "Direct messages the broker refused, say by a publish ACL; these are lost");
        rewound = counter("usher.bridge.rewound", "Partitions read again from their position");
        commits = counter("usher.bridge.commits", "Positions stored in Kafka, not counting those of a rebalance");
        commitFailures = counter("usher.bridge.commit.failures", "Attempts to store positions that failed");
        gauge("usher.bridge.in.flight", "Records that a restart now would read again", inFlight::get);
        gauge("usher.bridge.waiting", "Records not yet written to the broker's connection", waiting::get);
        gauge("usher.bridge.paused.partitions", "Partitions not read from because too much waits", paused::get);
    }

    void queueDepth(IntSupplier depth) {
        gauge("usher.bridge.queue", "Records in the queue of the sending thread", depth);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(description).register(registry);
    }

    @Override
    public void read(String kafkaTopic, int records) {
        read.computeIfAbsent(
                        kafkaTopic,
                        topic -> Counter.builder("usher.bridge.read")
                                .description("Records read from Kafka")
                                .tag("from", topic)
                                .register(registry))
                .increment(records);
    }

    @Override
    public void published(int records) {
        published.increment(records);
    }

    @Override
    public void deadLettered(String kafkaTopic, Reason reason) {
        deadLettered
                .computeIfAbsent(
                        kafkaTopic + "/" + reason.code(),
                        key -> Counter.builder("usher.bridge.dead.lettered")
                                .description("Records stored as dead letters")
                                .tag("from", kafkaTopic)
                                .tag("reason", reason.code())
                                .register(registry))
                .increment();
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
        inFlight.set(inFlightNow);
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
