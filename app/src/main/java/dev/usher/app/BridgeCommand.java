package dev.usher.app;

import dev.usher.bridge.BridgeConfig;
import dev.usher.bridge.BridgeVerticle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code usher bridge}: Kafka to Solace. */
@Command(
        name = "bridge",
        description = "Publish Kafka records to Solace topics made of their fields.",
        mixinStandardHelpOptions = true)
final class BridgeCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(
            names = {"-c", "--config"},
            defaultValue = "usher.yaml",
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(names = "--check", description = "Check the configuration and stop.")
    private boolean check;

    @Spec
    private CommandSpec spec;

    BridgeCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        BridgeConfig bridge = ConfigFile.read(config, environment, "bridge", BridgeConfig::from);
        if (check) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("the configuration of the bridge is valid");
            bridge.solace().warnings().forEach(warning -> out.println("warning: solace: " + warning));
            out.flush();
            return 0;
        }
        try (ProcessMeters meters = ProcessMeters.create();
                Service service = new Service()) {
            service.start(new BridgeVerticle(bridge, meters.registry()));
            service.runUntilStopped();
        }
        return 0;
    }
}
