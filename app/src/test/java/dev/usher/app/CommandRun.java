package dev.usher.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What a command said and how it ended, run in this JVM. */
public record CommandRun(int exitCode, String out, String err) {

    public static CommandRun of(String... arguments) {
        return of(Map.of(), arguments);
    }

    public static CommandRun of(Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Main.commandLine(environment);
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    public String everything() {
        return out + err;
    }
}
