package dev.usher.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds node and installs the locked client libraries once per build. A missing node fails the tests: a story that was not
 * told by a real client was not told.
 */
final class NodeModules {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path TARGET = Path.of("target/clients");
    private static final List<String> FILES = List.of(
            "package.json",
            "package-lock.json",
            ".npmrc",
            "driver.mjs",
            "mqtt.mjs",
            "solclient.mjs",
            "guide-mqtt.mjs",
            "guide-solclient.mjs");

    /** What the guide shows of a browser, beside the libraries that it needs. */
    private static final Path SAMPLES = Path.of("../samples");

    private static final List<String> SAMPLE_FILES = List.of("browser-mqtt.mjs", "browser-solclient.mjs");
    private static final int INSTALL_MINUTES = 5;

    /** Made once for all test classes, which run beside each other; a script is never overwritten under a node that reads it. */
    private static Path installed;

    private NodeModules() {}

    static String node() {
        return executable("node");
    }

    /** The folder with the scripts and their dependencies, installed by {@code npm ci} if they are not yet. */
    static synchronized Path installed() throws IOException {
        if (installed == null) {
            install();
            installed = TARGET.toAbsolutePath();
        }
        return installed;
    }

    private static void install() throws IOException {
        Files.createDirectories(TARGET);
        for (String file : FILES) {
            Files.copy(SOURCES.resolve(file), TARGET.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createDirectories(TARGET.resolve("samples"));
        for (String file : SAMPLE_FILES) {
            Files.copy(
                    SAMPLES.resolve(file),
                    TARGET.resolve("samples").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        // Kept beside what was installed: another lockfile means another installation.
        Path installedLock = TARGET.resolve("node_modules/.installed-lock");
        byte[] lock = Files.readAllBytes(SOURCES.resolve("package-lock.json"));
        if (!Files.exists(installedLock) || !java.util.Arrays.equals(Files.readAllBytes(installedLock), lock)) {
            run(executable("npm"), "ci", "--ignore-scripts");
            Files.write(installedLock, lock);
        }
    }

    private static void run(String... command) throws IOException {
        Path output = TARGET.resolve("npm.log");
        Process process = new ProcessBuilder(command)
                .directory(TARGET.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("npm ci did not end within " + INSTALL_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "npm ci failed:\n" + new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        }
    }

    private static String executable(String name) {
        for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        throw new IllegalStateException("the end-to-end tests drive the real MQTT.js and solclientjs and need " + name
                + ", which is not on the PATH; install Node.js 18 or newer with npm, or leave these tests out with"
                + " -DskipClients");
    }
}
