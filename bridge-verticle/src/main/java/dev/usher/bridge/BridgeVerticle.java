package dev.usher.bridge;

import dev.usher.bridge.core.Pump;
import dev.usher.bridge.core.Route;
import dev.usher.bridge.kafka.KafkaDeadLetters;
import dev.usher.bridge.kafka.KafkaProbe;
import dev.usher.bridge.kafka.KafkaRecordSource;
import dev.usher.bridge.solace.SolaceLink;
import dev.usher.bridge.solace.SolacePublisher;
import dev.usher.runtime.management.ManagementServer;
import dev.usher.runtime.management.Readiness;
import dev.usher.runtime.management.ReadinessCheck;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka to Solace: the fields of each record become its topic, the payload passes byte for byte.
 *
 * <p>It starts whether or not Kafka and Solace are there, says in {@code /ready} what is missing, and goes on when it comes.
 * Start fails only when the management port cannot be had.
 *
 * <p>Run one instance per process or several; they share the partitions as members of one consumer group.
 */
public final class BridgeVerticle extends VerticleBase {

    private static final Logger log = LoggerFactory.getLogger(BridgeVerticle.class);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);

    private final BridgeConfig config;
    private final PrometheusMeterRegistry registry;

    /** How to close what is open, the last opened first. */
    private final Deque<Supplier<Future<Void>>> open = new ArrayDeque<>();

    private volatile int managementPort;

    public BridgeVerticle(BridgeConfig config, PrometheusMeterRegistry registry) {
        this.config = config;
        this.registry = registry;
    }

    /** Where {@code /live}, {@code /ready} and {@code /metrics} are; 0 before the start. */
    public int managementPort() {
        return managementPort;
    }

    @Override
    public Future<?> start() {
        // future(...) turns what assemble() throws into a failure, so that it is cleaned up after, too.
        return Future.<Void>future(done -> assemble().onComplete(done))
                .recover(cause -> closeAll().transform(closed -> Future.failedFuture(cause)));
    }

    private Future<Void> assemble() {
        Map<String, Route> routes = config.routes().stream()
                .map(RouteConfig::toRoute)
                .collect(Collectors.toMap(Route::from, Function.identity()));
        Set<String> topics = routes.keySet();
        BridgeMetrics metrics = new BridgeMetrics(registry);
        KafkaProbe probe = new KafkaProbe(vertx, config.kafka(), topics, PROBE_INTERVAL);
        KafkaRecordSource source = new KafkaRecordSource(vertx, config.kafka(), topics);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(vertx, config.kafka(), config::deadLetterTopicFor);
        SolacePublisher publisher = new SolacePublisher(context, config.limits().waiting(), metrics);
        SolaceLink link = new SolaceLink(vertx, config.solace(), publisher);
        Pump pump = new Pump(routes, source, publisher, deadLetters, config.limits(), metrics);
        metrics.queueDepth(publisher::queued);

        Map<String, ReadinessCheck> checks = new LinkedHashMap<>();
        checks.put("kafka", () -> readiness(probe.problem().or(source::problem)));
        checks.put("solace", () -> readiness(link.problem()));
        checks.put("deadLetters", () -> readiness(deadLetters.problem()));
        ManagementServer management = new ManagementServer(vertx, config.management(), registry, checks);

        open.push(management::close);
        return management.listen().map(port -> {
            managementPort = port;
            open.push(probe::close);
            probe.start();
            open.push(link::close);
            link.open();
            open.push(publisher::close);
            publisher.start(pump);
            open.push(deadLetters::close);
            open.push(source::close);
            source.open(pump);
            long timer = vertx.setPeriodic(config.commitInterval().toMillis(), tick -> pump.commit());
            open.push(() -> {
                vertx.cancelTimer(timer);
                return Future.succeededFuture();
            });
            log.info("bridge started topics={} group={}", topics, config.kafka().groupId());
            return null;
        });
    }

    private static Readiness readiness(Optional<String> problem) {
        return problem.map(Readiness::no).orElseGet(Readiness::yes);
    }

    /** Gives the partitions back and stores their positions; what was read but not sent stays in Kafka for the next start. */
    @Override
    public Future<?> stop() {
        return closeAll();
    }

    /** One after the other, in reverse; a part that fails to close does not keep the next one open. */
    private Future<Void> closeAll() {
        Supplier<Future<Void>> next = open.poll();
        if (next == null) {
            return Future.succeededFuture();
        }
        return close(next).transform(closed -> {
            if (closed.failed()) {
                log.warn("not closed cleanly cause={}", closed.cause().toString());
            }
            return closeAll();
        });
    }

    private static Future<Void> close(Supplier<Future<Void>> closer) {
        try {
            return closer.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
