package dev.usher.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that runs a service from its node of the configuration file, or only checks that node.
 *
 * @param <C> the service's configuration
 */
abstract class ServiceCommand<C> implements Callable<Integer> {
    private final Map<String, String> environment;

    @Option(
            names = {"-c", "--config"},
            defaultValue = "usher.yaml",
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Option(names = "--check", description = "Check the configuration and what it refers to, and stop.")
    private boolean check;

    @Spec
    private CommandSpec spec;

    ServiceCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Reads the service's node, and whatever else has to be right before anything is opened. */
    abstract C read(Path config, Map<String, String> env);

    /** Says that the configuration is valid, and what an operator should know about it nevertheless. */
    abstract void describe(C config, PrintWriter out);

    /** Runs until stopped. */
    abstract void run(C config);

    @Override
    public Integer call() {
        C config = read(file, environment);
        if (check) {
            PrintWriter out = spec.commandLine().getOut();
            describe(config, out);
            out.flush();
        } else {
            run(config);
        }
        return 0;
    }
}
