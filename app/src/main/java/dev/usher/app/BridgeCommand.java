package dev.usher.app;

import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.BridgeVerticle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code usher bridge}: Kafka to Solace. */
@Command(
        name = "bridge",
        description = "Publish Kafka records to Solace topics made of their fields.",
        mixinStandardHelpOptions = true)
final class BridgeCommand extends ServiceCommand<BridgeConfig> {
    BridgeCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    BridgeConfig read(Path config, Map<String, String> env) {
        return ConfigFile.read(config, env, "bridge", BridgeConfig::from);
    }

    @Override
    void describe(BridgeConfig config, PrintWriter out) {
        out.println("the configuration of the bridge is valid");
        config.solace().warnings().forEach(warning -> out.println("warning: solace: " + warning));
    }

    @Override
    void run(BridgeConfig config) {
        try (ProcessMeters meters = ProcessMeters.create();
                Service service = new Service()) {
            service.start(new BridgeVerticle(config, meters.registry()));
            service.runUntilStopped();
        }
    }
}
