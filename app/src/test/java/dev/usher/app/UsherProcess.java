package dev.usher.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The command line in a JVM of its own, with the class path of production. */
final class UsherProcess implements AutoCloseable {
    /** What the build has copied for the launcher and for images. */
    static final Path LIB = Path.of("target/lib");

    private static final Pattern MANAGEMENT_PORT = Pattern.compile("management listening host=\\S+ port=(\\d+)");

    private final Process process;
    private final Path output;

    private UsherProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static UsherProcess start(Path folder, String... arguments) {
        return start(folder, Map.of(), arguments);
    }

    static UsherProcess start(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                Path.of("target/classes") + ":" + LIB + "/*",
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output-" + System.nanoTime() + ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("USHER_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(environment);
        try {
            return new UsherProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<String> lines() {
        return output().lines();
    }

    /** The port that it says it listens on; 0 as long as it does not. */
    int managementPort() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended with " + process.exitValue() + ": " + output());
        }
        Matcher port = MANAGEMENT_PORT.matcher(output());
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    /** SIGTERM, as an orchestrator sends it. */
    void terminate() {
        process.destroy();
    }

    /** Its exit code. */
    int await(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running after " + atMost + ": " + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
