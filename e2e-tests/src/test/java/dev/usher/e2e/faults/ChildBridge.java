package dev.usher.e2e.faults;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link BridgeProcess} as its parent sees it. */
final class ChildBridge implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration MEANWHILE = Duration.ofSeconds(1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String OPEN = "open ";
    private static final String ENDED = "ended";

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final Path log;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    ChildBridge(String name, List<String> command, Path log) {
        this.name = name;
        this.log = log;
        try {
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "said by " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(this::heard);
        } catch (IOException | UncheckedIOException e) {
            // It was killed in the middle of a line.
        }
        said.add(ENDED);
    }

    private void heard(String line) {
        if (line.startsWith(OPEN)) {
            port.complete(Integer.parseInt(line.substring(OPEN.length())));
        } else {
            said.add(line);
        }
    }

    String name() {
        return name;
    }

    /** Returns when it knows, so that what is written next does not pass by. */
    void stopAt(Stop stop) {
        tell("stop " + stop);
        awaits("stops " + stop, () -> {});
    }

    void open(Map<String, ?> settings) {
        open(settings, Defect.NONE);
    }

    void open(Map<String, ?> settings, Defect defect) {
        tell("open "
                + new JsonObject()
                        .put("settings", settings)
                        .put("defect", defect.name())
                        .encode());
    }

    void on() {
        tell("on");
    }

    /** Waits until it holds there. */
    void awaitAt(Stop stop, Runnable meanwhile) {
        awaits("at " + stop, meanwhile);
    }

    /** The port of its {@code /ready} and {@code /metrics}; waits until it is open. */
    int managementPort() {
        try {
            return port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(name + " does not open; its log: " + log(), e);
        }
    }

    /** The sum of a metric over all its labels; 0 while there is none. */
    double metric(String metric) {
        return get("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What its management port answers. */
    String get(String path) {
        URI uri = URI.create("http://127.0.0.1:" + managementPort() + path);
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Bytes that objects take which are in use. */
    long heap() {
        tell("heap");
        return Long.parseLong(awaits("heap", () -> {}));
    }

    private void tell(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no command; its log: " + log(), e);
        }
    }

    /**
     * Waits until it says something that begins so; what it says before that is skipped.
     *
     * @param meanwhile done again and again until then
     * @return the rest of what it said
     */
    private String awaits(String beginning, Runnable meanwhile) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            String next = next();
            if (next == null) {
                meanwhile.run();
            } else if (next.equals(ENDED)) {
                said.add(ENDED);
                throw new AssertionError(name + " ended instead of saying '" + beginning + "'; its log: " + log());
            } else if (next.startsWith(beginning)) {
                return next.substring(beginning.length()).strip();
            }
        }
        throw new AssertionError(name + " did not say '" + beginning + "' within " + PATIENCE + "; its log: " + log());
    }

    private String next() {
        try {
            return said.poll(MEANWHILE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The end of what it logged. */
    private String log() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
        } catch (IOException e) {
            return "unreadable, " + e;
        }
    }

    /** {@code kill -9}; returns when it is dead. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    /** {@code kill -STOP}; returns when none of its threads runs any more. */
    void freeze() {
        signal("STOP");
        Signals.awaitStopped(process.pid());
    }

    /** {@code kill -CONT}. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        Signals.send(signal, process.pid());
    }

    /** How long its threads have computed until now. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Lets it give its partitions back. */
    void closeGracefully() {
        tell("close");
        ended();
    }

    private void ended() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end; its log: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
