package dev.usher.app.control;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code usher export}: everything, in the form that {@code usher apply} takes. */
@Command(
        name = "export",
        description = "Write all products, groups and users as YAML, in the form that apply takes.",
        mixinStandardHelpOptions = true)
public final class ExportCommand extends ControlCommand {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file to write (default: standard output).")
    private Optional<Path> output = Optional.empty();

    /** @param environment for the server's address and the token */
    public ExportCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int call(ControlApi api, PrintWriter out) {
        String yaml = api.text("/catalog", "application/yaml");
        output.ifPresentOrElse(file -> write(file, yaml), () -> out.print(yaml));
        return 0;
    }

    private static void write(Path file, String yaml) {
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
