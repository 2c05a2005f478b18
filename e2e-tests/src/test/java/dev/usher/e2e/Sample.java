package dev.usher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A sample of an auth service, run as its reader would: a command of its own, told by the environment where Usher is. */
enum Sample {
    JAVA {
        @Override
        List<String> command() throws IOException {
            return List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", compiled(), NAME);
        }
    },
    NODE {
        @Override
        List<String> command() {
            return List.of(
                    NodeModules.node(), FOLDER.resolve("auth-service.mjs").toString());
        }
    };

    static final Path FOLDER = Path.of("../samples");
    private static final String NAME = "AuthService";
    private static final Path CLASSES = Path.of("target/sample-classes");
    private static final long LONGEST_SECONDS = 60;

    /** What a run came to. */
    record Ran(int exit, String out, String err) {}

    abstract List<String> command() throws IOException;

    /**
     * Runs it to its end.
     *
     * @param usher the control API with its version, as in the guide
     */
    Ran run(URI usher, String token, String... arguments) {
        try {
            List<String> command = new ArrayList<>(command());
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("USHER", usher.toString());
            builder.environment().put("TOKEN", token);
            return ran(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a process to its end; one that takes too long is ended and fails. */
    static Ran ran(ProcessBuilder builder) throws IOException {
        Path out = Files.createTempFile("usher-guide-", ".out");
        Path err = Files.createTempFile("usher-guide-", ".err");
        try {
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(builder.command() + " did not end: " + Files.readString(err));
            }
            return new Ran(process.exitValue(), Files.readString(out).strip(), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Compiles for the oldest Java that the sample promises, without a warning. */
    private static synchronized String compiled() throws IOException {
        if (!Files.exists(CLASSES.resolve(NAME + ".class"))) {
            Files.createDirectories(CLASSES);
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            java.io.ByteArrayOutputStream said = new java.io.ByteArrayOutputStream();
            int result = compiler.run(
                    null,
                    said,
                    said,
                    "--release",
                    "17",
                    "-Xlint:all",
                    "-Werror",
                    "-d",
                    CLASSES.toString(),
                    FOLDER.resolve(NAME + ".java").toString());
            if (result != 0) {
                throw new IllegalStateException(
                        "the sample does not compile:\n" + said.toString(StandardCharsets.UTF_8));
            }
        }
        return CLASSES.toString();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
