package dev.usher.app;

import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.entitlements.catalog.CatalogFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code usher entitlements}: the control API. */
@Command(
        name = "entitlements",
        description = "Serve the control API and keep every user's sessions at what they are entitled to.",
        mixinStandardHelpOptions = true)
final class EntitlementsCommand implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(
            names = {"-c", "--config"},
            defaultValue = "usher.yaml",
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    private Path config;

    @Option(names = "--check", description = "Check the configuration and the catalog, and stop.")
    private boolean check;

    @Spec
    private CommandSpec spec;

    EntitlementsCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        EntitlementsConfig entitlements =
                ConfigFile.read(config, environment, "entitlements", EntitlementsConfig::from);
        entitlements.catalog().ifPresent(CatalogFile::read);
        if (check) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("the configuration of the entitlements service is valid");
            entitlements
                    .brokers()
                    .forEach(broker -> broker.manager()
                            .warnings()
                            .forEach(warning -> out.println("warning: broker " + broker.name() + ": " + warning)));
            out.flush();
            return 0;
        }
        // Whoever reaches this API decides who sees what: without a way to authenticate callers it must not listen.
        throw new StartRefusedException(
                "the entitlements service has no way to authenticate its callers yet and refuses to"
                        + " start outside `usher dev`; nothing was opened");
    }
}
