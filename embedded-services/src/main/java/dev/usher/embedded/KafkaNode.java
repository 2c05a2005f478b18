package dev.usher.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that touches Kafka's server classes, which are internal and may change with any release. */
final class KafkaNode {

    private static final Logger log = LoggerFactory.getLogger(KafkaNode.class);
    private static final String NODE_ID = "1";

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final Map<String, String> settings;
    private KafkaRaftServer server;

    /** @param settings that differ from ours */
    KafkaNode(Path folder, int port, int controllerPort, Map<String, String> settings) {
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
        this.settings = settings;
    }

    int port() {
        return port;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    void startUp() {
        keepTheProcessAlive();
        try {
            format();
            server = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
            server.startup();
        } catch (Throwable e) { // Kafka is Scala: it throws checked exceptions undeclared
            shutDown();
            throw new IllegalStateException("kafka does not start on " + bootstrapServers() + " in " + folder, e);
        }
    }

    void shutDown() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /** A Kafka server ends its process when it hits a fault. This process is not its own. */
    private static void keepTheProcessAlive() {
        Exit.Procedure refuse = (status, message) -> {
            log.error("embedded kafka gave up status={} message={}", status, message);
            throw new IllegalStateException("embedded kafka gave up: " + message);
        };
        Exit.setExitProcedure(refuse);
        Exit.setHaltProcedure(refuse);
    }

    private void format() throws Exception {
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Formatter formatter = new Formatter();
            formatter.setPrintStream(nowhere);
            formatter
                    .setNodeId(Integer.parseInt(NODE_ID))
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction());
            formatter.run();
        }
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", NODE_ID);
        properties.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        properties.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        properties.put("log.dirs", folder.toString());
        // One node: nothing can be replicated.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // Small and quick: a laptop or a build machine, not a server.
        properties.put("group.initial.rebalance.delay.ms", "0");
        // Members may ask to be missed soon; a server's default is six seconds.
        properties.put("group.min.session.timeout.ms", "100");
        properties.put("num.partitions", "3");
        properties.put("auto.create.topics.enable", "true");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "2");
        properties.put("background.threads", "2");
        properties.putAll(settings);
        return properties;
    }
}
