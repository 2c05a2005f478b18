package dev.usher.app;

import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.entitlements.catalog.CatalogFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code usher entitlements}: the control API. */
@Command(
        name = "entitlements",
        description = "Serve the control API and keep every user's sessions at what they are entitled to.",
        mixinStandardHelpOptions = true)
final class EntitlementsCommand extends ServiceCommand<EntitlementsConfig> {
    EntitlementsCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    EntitlementsConfig read(Path config, Map<String, String> env) {
        EntitlementsConfig entitlements = ConfigFile.read(config, env, "entitlements", EntitlementsConfig::from);
        entitlements.catalog().ifPresent(CatalogFile::read);
        return entitlements;
    }

    @Override
    void describe(EntitlementsConfig config, PrintWriter out) {
        out.println("the configuration of the entitlements service is valid");
        config.brokers()
                .forEach(broker -> broker.manager()
                        .warnings()
                        .forEach(warning -> out.println("warning: broker " + broker.name() + ": " + warning)));
    }

    @Override
    void run(EntitlementsConfig config) {
        // Whoever reaches this API decides who sees what: without a way to authenticate callers it must not listen.
        throw new StartRefusedException(
                "the entitlements service has no way to authenticate its callers yet and refuses to"
                        + " start outside `usher dev`; nothing was opened");
    }
}
