package dev.usher.dev;

import java.util.Arrays;
import picocli.CommandLine;

/** {@code usher dev} and {@code usher broker}. A class path of their own: nothing embedded is on that of the production commands. */
public final class DevMain {
    private DevMain() {}

    /** Runs the command; exits with 0 if it was stopped, 1 if it failed, 2 if it was called wrongly. */
    public static void main(String[] args) {
        String name = args.length == 0 ? "" : args[0];
        String[] options =
                name.equals("dev") || name.equals("broker") ? Arrays.copyOfRange(args, 1, args.length) : args;
        CommandLine command = name.equals("broker")
                ? BrokerCommand.commandLine(StopSignal::listen)
                : new CommandLine(new DevCommand());
        System.exit(command.execute(options));
    }
}
