package dev.usher.app;

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
final class BridgeCommand extends ServiceCommand<BridgeFile> {
    BridgeCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    BridgeFile read(Path config, Map<String, String> env) {
        return new BridgeFile(config, env);
    }

    @Override
    void describe(BridgeFile file, PrintWriter out) {
        out.println("the configuration of the bridge is valid");
        file.started().config().solace().warnings().forEach(warning -> out.println("warning: solace: " + warning));
    }

    @Override
    void run(BridgeFile file) {
        try (ProcessMeters meters = ProcessMeters.create();
                Service service = new Service()) {
            service.start(new BridgeVerticle(file.started(), file, meters.registry()));
            service.runUntilStopped();
        }
    }
}
