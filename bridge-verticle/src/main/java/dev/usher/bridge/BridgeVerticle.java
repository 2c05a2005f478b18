package dev.usher.bridge;

import dev.usher.bridge.core.Pump;
import dev.usher.bridge.core.PumpPorts;
import dev.usher.bridge.core.RecordMapper;
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
import java.util.function.Supplier;
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
    private static final Duration RELOAD_INTERVAL = Duration.ofSeconds(2);

    /** What somebody who is woken by it should know and do. */
    private static final String KAFKA_HELP =
            "; nothing is read until this ends, and nothing is lost: see to the Kafka brokers,"
                    + " the topics of bridge.routes and what the user of bridge.kafka may do";

    private static final String SOLACE_HELP =
            "; records wait in Kafka until this ends: see to the broker, and to the hosts, vpn and user of bridge.solace";

    private static final String DEAD_LETTER_HELP =
            "; the position stands at the record and nothing is lost: create that topic,"
                    + " let the user of bridge.kafka write to it";

    private final BridgeConfig config;
    private final PrometheusMeterRegistry registry;
    private final BridgeParts parts;

    /** What finds another mapping, if anything does. */
    private final Optional<MappingWatch> watch;

    private final Duration reloadInterval;

    /** How to close what is open, the last opened first. */
    private final Deque<Supplier<Future<Void>>> open = new ArrayDeque<>();

    private volatile int managementPort;

    /** A bridge whose mapping stays. */
    public BridgeVerticle(BridgeConfig config, PrometheusMeterRegistry registry) {
        this(config, registry, BridgeParts.AS_THEY_ARE);
    }

    /** @param parts asked once for each part, see there */
    public BridgeVerticle(BridgeConfig config, PrometheusMeterRegistry registry, BridgeParts parts) {
        this(config, registry, parts, Optional.empty(), RELOAD_INTERVAL);
    }

    /** A bridge whose mapping follows the routes that the source gives. */
    public BridgeVerticle(BridgeRevision started, RevisionSource source, PrometheusMeterRegistry registry) {
        this(started, source, registry, RELOAD_INTERVAL);
    }

    BridgeVerticle(
            BridgeRevision started, RevisionSource source, PrometheusMeterRegistry registry, Duration reloadInterval) {
        this(
                started.config(),
                registry,
                BridgeParts.AS_THEY_ARE,
                Optional.of(new MappingWatch(started, source)),
                reloadInterval);
    }

    private BridgeVerticle(
            BridgeConfig config,
            PrometheusMeterRegistry registry,
            BridgeParts parts,
            Optional<MappingWatch> watch,
            Duration reloadInterval) {
        this.config = config;
        this.registry = registry;
        this.parts = parts;
        this.watch = watch;
        this.reloadInterval = reloadInterval;
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
        Map<String, RecordMapper> mappers = config.mapping().mappers();
        mappers.replaceAll(parts::mapper);
        Set<String> topics = mappers.keySet();
        BridgeMetrics metrics = new BridgeMetrics(registry, config.mapping());
        open.push(metrics::close);
        KafkaProbe probe = new KafkaProbe(vertx, config.kafka(), topics, config.deadLetterTopics(), PROBE_INTERVAL);
        KafkaRecordSource source = new KafkaRecordSource(vertx, config.kafka(), topics);
        VertxTimers timers = new VertxTimers(vertx);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(vertx, timers, config.kafka(), config::deadLetterTopicFor);
        SolacePublisher publisher = new SolacePublisher(context, config.limits().waiting(), config.sessions(), metrics);
        SolaceLink link = new SolaceLink(vertx, config.solace(), publisher);
        PumpPorts ports = new PumpPorts(
                parts.source(source), parts.publisher(publisher), parts.deadLetters(deadLetters), timers, metrics);
        Pump pump = new Pump(mappers, ports, config.limits(), config.badRecords());
        metrics.queueDepth(publisher::queued);
        metrics.lag(source::behind);
        metrics.inFlight(pump::inFlight);
        metrics.troubles(pump::haltedPartitions, pump::heldUpPartitions);
        metrics.sessions(link::sessionsUp, link::reconnects);

        Map<String, ReadinessCheck> checks = new LinkedHashMap<>();
        checks.put("kafka", () -> readiness(probe.problem().or(source::problem), KAFKA_HELP));
        checks.put("solace", () -> readiness(link.problem(), SOLACE_HELP));
        checks.put("partitions", () -> readiness(pump.problem(), ""));
        // A bridge that can publish is not taken out of use for what may never be needed.
        checks.put(
                "deadLetters",
                () -> deadLetters
                        .problem()
                        .map(problem -> Readiness.no(problem + DEAD_LETTER_HELP))
                        .orElseGet(() -> probe.note().map(Readiness::yes).orElseGet(Readiness::yes)));
        Optional<MappingReload> reload =
                watch.map(found -> new MappingReload(vertx, found, read -> use(read, pump), metrics, reloadInterval));
        reload.ifPresent(reloading -> checks.put("mapping", reloading::readiness));
        ManagementServer management = new ManagementServer(vertx, config.management(), registry, checks);

        open.push(management::close);
        return management.listen().map(port -> {
            managementPort = port;
            open.push(probe::close);
            probe.start();
            open.push(link::close);
            link.open();
            open.push(publisher::close);
            publisher.start(parts.answers(pump));
            open.push(deadLetters::close);
            open.push(source::close);
            source.open(parts.sink(pump));
            long timer = vertx.setPeriodic(config.commitInterval().toMillis(), tick -> pump.commit());
            open.push(() -> {
                vertx.cancelTimer(timer);
                return Future.succeededFuture();
            });
            reload.ifPresent(reloading -> {
                open.push(reloading::close);
                reloading.start();
            });
            log.info("bridge started topics={} group={}", topics, config.kafka().groupId());
            return null;
        });
    }

    /** Whoever touches the file may have put right what a partition stands still at, also where that is not in the routes. */
    private static void use(Optional<BridgeMapping> read, Pump pump) {
        if (read.isEmpty()) {
            pump.tryHaltedAgain();
            return;
        }
        pump.use(read.get().mappers());
    }

    private static Readiness readiness(Optional<String> problem, String help) {
        return problem.map(text -> Readiness.no(text + help)).orElseGet(Readiness::yes);
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
