package dev.usher.app.control;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that calls the control API. It exits with 0 when everything is done and proven, 3 when it is recorded and pending,
 * 1 when it failed, 2 when it was called wrongly.
 */
abstract class ControlCommand implements Callable<Integer> {
    static final int PENDING = 3;

    @Mixin
    private final ControlOptions options;

    @Spec
    private CommandSpec spec;

    ControlCommand(Map<String, String> environment) {
        this.options = new ControlOptions(environment);
    }

    /** Does what the command is for; answers the exit code. */
    abstract int call(ControlApi api, PrintWriter out);

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            return call(options.api(), out);
        } finally {
            out.flush();
        }
    }
}
