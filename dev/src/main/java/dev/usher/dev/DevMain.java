package dev.usher.dev;

import java.util.Arrays;
import picocli.CommandLine;

/** {@code usher dev}. A class path of its own: nothing embedded is on that of the production commands. */
public final class DevMain {
    private DevMain() {}

    /** Runs the command; exits with 0 if it was stopped, 1 if it failed, 2 if it was called wrongly. */
    public static void main(String[] args) {
        String[] options = args.length > 0 && args[0].equals("dev") ? Arrays.copyOfRange(args, 1, args.length) : args;
        System.exit(new CommandLine(new DevCommand()).execute(options));
    }
}
