package dev.usher.app;

import dev.usher.entitlements.EntitlementsConfig;
import dev.usher.entitlements.EntitlementsVerticle;
import dev.usher.entitlements.catalog.CatalogFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code usher entitlements}: the control API. */
@Command(
        name = "entitlements",
        description = "Serve the control API and keep every user's sessions at what they are entitled to.",
        mixinStandardHelpOptions = true)
final class EntitlementsCommand extends ServiceCommand<EntitlementsConfig> {
    private static final String WITHOUT_AUTH =
            "entitlements.api.auth is not configured: the service could not tell its callers"
                    + " apart and refuses to start outside `usher dev`; say under entitlements.api.auth.jwt whose tokens to accept"
                    + " (issuer, audience, jwksUri)";

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
        if (config.api().jwt().isEmpty()) {
            out.println("warning: " + WITHOUT_AUTH);
        }
        config.brokers()
                .forEach(broker -> broker.manager()
                        .warnings()
                        .forEach(warning -> out.println("warning: broker " + broker.name() + ": " + warning)));
    }

    @Override
    void run(EntitlementsConfig config) {
        // Whoever reaches this API decides who sees what: without a way to tell callers apart it must not listen.
        if (config.api().jwt().isEmpty()) {
            throw new StartRefusedException(WITHOUT_AUTH + "; nothing was opened");
        }
        try (ProcessMeters meters = ProcessMeters.create();
                Service service = new Service()) {
            service.start(new EntitlementsVerticle(config, meters.registry(), Clock.systemUTC()));
            service.runUntilStopped();
        }
    }
}
