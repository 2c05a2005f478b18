package dev.usher.app.control;

import dev.usher.entitlements.catalog.CatalogFile;
import dev.usher.entitlements.core.Definitions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code usher apply}: products, groups and users from files, all together or not at all. */
@Command(
        name = "apply",
        description = "Make products, groups and users as files define them.",
        footer = {
            "",
            "All of it is applied in one step, or nothing if anything is wrong. What the files do not name stays as it is, or is",
            "removed with --prune. Exit code 3: applied, and not proven on every broker yet."
        },
        mixinStandardHelpOptions = true)
public final class ApplyCommand extends ControlCommand {
    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "PATH",
            description = "A YAML file, or a folder of them.")
    private Path path;

    @Option(names = "--dry-run", description = "Only say what would be done, and who would be disconnected.")
    private boolean dryRun;

    @Option(
            names = "--prune",
            description =
                    "Remove products, groups and users that the files do not name; all three lists have to be there.")
    private boolean prune;

    @Option(names = "--cut", description = "Disconnect the clients concerned as the first step.")
    private boolean cut;

    @Option(names = "--reason", defaultValue = "", description = "Why, for the ledger.")
    private String reason;

    /** @param environment for the server's address and the token */
    public ApplyCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int call(ControlApi api, PrintWriter out) {
        Definitions definitions = prune ? CatalogFile.readWhole(path) : CatalogFile.readAll(path);
        Map<String, String> query = new TreeMap<>();
        query.put("dryRun", String.valueOf(dryRun));
        query.put("prune", String.valueOf(prune));
        query.put("cut", String.valueOf(cut));
        if (!reason.isEmpty()) {
            query.put("reason", reason);
        }
        out.printf(
                "%d products, %d groups, %d users from %s%n",
                definitions.products().size(),
                definitions.groups().size(),
                definitions.users().size(),
                path);
        return Report.print(api.put("/catalog", query, CatalogBody.of(definitions)), out) ? 0 : PENDING;
    }
}
