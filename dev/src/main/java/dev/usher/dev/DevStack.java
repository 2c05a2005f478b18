package dev.usher.dev;

import dev.usher.app.ConfigFile;
import dev.usher.app.Service;
import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.BridgeVerticle;
import dev.usher.broker.EmbeddedBroker;
import dev.usher.broker.switches.BrokerSwitches;
import dev.usher.embedded.DatabaseAddress;
import dev.usher.embedded.EmbeddedDatabase;
import dev.usher.embedded.EmbeddedKafka;
import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.entitlements.EntitlementsVerticle;
import dev.usher.entitlements.auth.RandomTokenAuthenticator;
import dev.usher.runtime.config.Secret;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything in one process: Kafka, PostgreSQL, the embedded broker and both services, configured to find each other. */
public final class DevStack implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DevStack.class);

    /** The Kafka topic that the bridge reads. */
    public static final String PRICES = "PRICES";

    /** Where records go that no topic can be made of. */
    public static final String DEAD_LETTERS = "PRICES.dead-letter";

    private static final int PARTITIONS = 3;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final RandomTokenAuthenticator authenticator = RandomTokenAuthenticator.create("dev");
    private final EmbeddedKafka kafka;
    private final EmbeddedDatabase database;
    private final EmbeddedBroker broker;
    private final BridgeVerticle bridge;
    private final EntitlementsVerticle entitlements;

    private DevStack(DevPorts ports, BrokerSwitches switches, Map<String, String> overrides) {
        try {
            CompletableFuture<EmbeddedKafka> startingKafka = begin(() -> kafka(ports));
            CompletableFuture<EmbeddedDatabase> startingDatabase = begin(EmbeddedDatabase::start);
            CompletableFuture<EmbeddedBroker> startingBroker = begin(() -> broker(ports, switches));
            // Whichever fails: what did start must be closed.
            broker = opened(startingBroker);
            database = opened(startingDatabase);
            kafka = opened(startingKafka);
            Map<String, String> environment = environment(ports);
            environment.put(
                    "USHER_ENTITLEMENTS_BROKERS_0_SEMP_MONITOR_LAG",
                    switches.monitorLag().toMillis() + "ms");
            environment.putAll(overrides);
            Service service = new Service();
            opened.push(service);
            bridge = service.start(new BridgeVerticle(
                    ConfigFile.read(config(), environment, "bridge", BridgeConfig::from), registry()));
            entitlements = service.start(new EntitlementsVerticle(
                    ConfigFile.read(config(), environment, "entitlements", EntitlementsConfig::from),
                    authenticator,
                    registry(),
                    Clock.systemUTC()));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything and waits until it listens; {@code /ready} of the services tells when they are through.
     *
     * @param switches how the embedded broker behaves where PubSub+'s behaviour is not confirmed
     * @param overrides environment variables that change {@code dev.yaml}
     */
    public static DevStack start(DevPorts ports, BrokerSwitches switches, Map<String, String> overrides) {
        return new DevStack(ports, switches, overrides);
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedDatabase database() {
        return database;
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    /** The entitlements API. */
    public URI api() {
        return loopback(entitlements.apiPort());
    }

    /** Liveness, readiness and metrics of the entitlements service. */
    public URI entitlementsManagement() {
        return loopback(entitlements.managementPort());
    }

    /** Liveness, readiness and metrics of the bridge. */
    public URI bridgeManagement() {
        return loopback(bridge.managementPort());
    }

    /** The token that the API demands, made anew for each start. */
    public Secret token() {
        return authenticator.token();
    }

    /** Stops everything in reverse order; what does not stop cleanly does not keep the rest from stopping. */
    @Override
    public void close() {
        for (AutoCloseable next = opened.poll(); next != null; next = opened.poll()) {
            try {
                next.close();
            } catch (Exception e) {
                log.warn("not closed cleanly what={} reason={}", next.getClass().getSimpleName(), e.getMessage());
            }
        }
    }

    private static EmbeddedKafka kafka(DevPorts ports) {
        EmbeddedKafka kafka = EmbeddedKafka.start(ports.kafka());
        kafka.createTopic(PRICES, PARTITIONS);
        kafka.createTopic(DEAD_LETTERS, 1);
        return kafka;
    }

    private static EmbeddedBroker broker(DevPorts ports, BrokerSwitches switches) {
        return EmbeddedBroker.builder()
                .smfPort(ports.smf())
                .smfWebSocketPort(ports.smfWebSocket())
                .mqttWebSocketPort(ports.mqttWebSocket())
                .sempPort(ports.semp())
                .sempAdmin("admin", "admin")
                .defaultUsername(false)
                .user("usher-bridge", "usher-bridge")
                .user(u -> u.name("usher-manager").password("usher-manager").subscriptionManager(true))
                .user("alice", "alice")
                .user("bob", "bob")
                // Not a user of ours: an ordinary client that may subscribe to everything.
                .user("control", "control")
                .switches(switches)
                .start();
    }

    private Map<String, String> environment(DevPorts ports) {
        DatabaseAddress store = database.createDatabase();
        Map<String, String> environment = new HashMap<>();
        environment.put("USHER_BRIDGE_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("USHER_BRIDGE_SOLACE_HOSTS", broker.smfHost());
        environment.put("USHER_BRIDGE_SOLACE_PASSWORD", "usher-bridge");
        environment.put("USHER_BRIDGE_MANAGEMENT_PORT", String.valueOf(ports.bridgeManagement()));
        environment.put("USHER_ENTITLEMENTS_API_PORT", String.valueOf(ports.api()));
        environment.put("USHER_ENTITLEMENTS_MANAGEMENT_PORT", String.valueOf(ports.entitlementsManagement()));
        environment.put("USHER_ENTITLEMENTS_POSTGRES_PORT", String.valueOf(store.port()));
        environment.put("USHER_ENTITLEMENTS_POSTGRES_DATABASE", store.database());
        environment.put("USHER_ENTITLEMENTS_POSTGRES_PASSWORD", store.password());
        environment.put("USHER_ENTITLEMENTS_CATALOG", catalog().toString());
        environment.put(
                "USHER_ENTITLEMENTS_BROKERS_0_SEMP_URI", broker.sempUri().toString());
        environment.put("USHER_ENTITLEMENTS_BROKERS_0_SEMP_PASSWORD", "admin");
        environment.put("USHER_ENTITLEMENTS_BROKERS_0_MANAGER_HOSTS", broker.smfHost());
        environment.put("USHER_ENTITLEMENTS_BROKERS_0_MANAGER_PASSWORD", "usher-manager");
        return environment;
    }

    private static PrometheusMeterRegistry registry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    private static Path config() {
        return extracted("dev.yaml");
    }

    private static Path catalog() {
        return extracted("dev-catalog.yaml");
    }

    /** The services read files, so they are given files. */
    private static Path extracted(String resource) {
        try (InputStream content = DevStack.class.getResourceAsStream("/" + resource)) {
            Path file = Files.createTempFile("usher-", "-" + resource);
            file.toFile().deleteOnExit();
            Files.writeString(file, new String(content.readAllBytes(), StandardCharsets.UTF_8));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> CompletableFuture<T> begin(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start);
    }

    private <T extends AutoCloseable> T opened(CompletableFuture<T> starting) {
        T started = starting.join();
        opened.push(started);
        return started;
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
