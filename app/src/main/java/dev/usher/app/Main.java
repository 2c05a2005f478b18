package dev.usher.app;

import dev.usher.app.control.AdoptCommand;
import dev.usher.app.control.ApplyCommand;
import dev.usher.app.control.CallFailedException;
import dev.usher.app.control.ExportCommand;
import dev.usher.app.control.ReleaseCommand;
import dev.usher.app.map.MapCommand;
import dev.usher.app.map.SamplesException;
import dev.usher.runtime.config.ConfigException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** The production command line. Nothing embedded is on its class path. */
@Command(
        name = "usher",
        description = "Kafka to Solace to the browser, each user seeing exactly what they are entitled to.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        // The launcher runs them from a class path of their own.
        footer = {
            "",
            "To try things out and for tests, not for production:",
            "  dev           Run everything in one process: Kafka, PostgreSQL, a Solace stand-in, both services.",
            "  broker        Run the Solace stand-in alone."
        },
        subcommands = HelpCommand.class)
public final class Main implements Runnable {
    private static final String LOGGING = "logback.configurationFile";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Main() {}

    /**
     * Runs a command; exits with 0 if it ended well, 1 if it failed, 2 if it was called or configured wrongly. A service that
     * is told to stop by a signal closes everything first; the exit code is then the signal's (143 for SIGTERM).
     */
    public static void main(String[] args) {
        // Not called logback.xml, and so out of the way of whoever has this jar on the class path and logs differently.
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "usher-logback.xml");
        }
        System.exit(commandLine(System.getenv()).execute(args));
    }

    /** The command line, configured by a file and this environment. */
    static CommandLine commandLine(Map<String, String> environment) {
        return new CommandLine(new Main())
                .addSubcommand(new BridgeCommand(environment))
                .addSubcommand(new MapCommand(environment))
                .addSubcommand(new EntitlementsCommand(environment))
                .addSubcommand(new ApplyCommand(environment))
                .addSubcommand(new ExportCommand(environment))
                .addSubcommand(new AdoptCommand(environment))
                .addSubcommand(new ReleaseCommand(environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    /** What an operator can mend is told without a stack trace; the rest is a mistake of ours, which picocli prints whole. */
    private static int report(Exception failure, CommandLine command) throws Exception {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigException wrong) {
            err.println("usher: the configuration is wrong:");
            wrong.problems().forEach(problem -> err.println("  - " + problem));
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof SamplesException wrong) {
            err.println("usher: the samples cannot be used:");
            wrong.problems().forEach(problem -> err.println("  - " + problem));
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof StartRefusedException
                || failure instanceof StartFailedException
                || failure instanceof CallFailedException) {
            err.println("usher: " + failure.getMessage());
            err.flush();
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
