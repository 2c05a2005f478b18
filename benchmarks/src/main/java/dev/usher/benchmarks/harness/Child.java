package dev.usher.benchmarks.harness;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that prints one JSON object a line and takes commands, one a line. It ends when its standard input
 * does, so that none survives the one that started it, however that ended.
 */
public final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonObject ENDED = new JsonObject().put("event", "ended");

    private final String name;
    private final Process process;
    private final BufferedWriter commands;
    private final BlockingQueue<JsonObject> said = new LinkedBlockingQueue<>();
    /** What was said while something else was awaited, oldest first. Only of the thread that gives the commands. */
    private final List<JsonObject> kept = new ArrayList<>();

    private JsonObject ready;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "said by " + name);
        reader.setDaemon(true);
        reader.start();
    }

    static Child start(List<String> flags, Class<?> main, Object... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        for (Object arg : args) {
            command.add(String.valueOf(arg));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        return new Child(main.getSimpleName(), builder.start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    heard(new JsonObject(line));
                } else {
                    System.err.println(name + ": " + line);
                }
            }
        } catch (IOException e) {
            System.err.println(name + ": " + e);
        }
        said.add(ENDED);
    }

    private void heard(JsonObject something) {
        if ("failed".equals(something.getString("event"))) {
            System.err.println(name + ": " + something.encode());
        }
        said.add(something);
    }

    /** What it has said and nobody awaited is of an earlier stage: it is not taken for what comes. */
    public void forget() {
        kept.clear();
        said.removeIf(something -> something != ENDED);
    }

    /**
     * The next thing it says, or has said, that is this event; what else it says is kept until it is awaited.
     *
     * @throws IllegalStateException if it ends or says nothing of the kind for a minute
     */
    public JsonObject await(String event) {
        return await(event, PATIENCE);
    }

    public JsonObject await(String event, Duration patience) {
        for (Iterator<JsonObject> earlier = kept.iterator(); earlier.hasNext(); ) {
            JsonObject one = earlier.next();
            if (event.equals(one.getString("event"))) {
                earlier.remove();
                return one;
            }
        }
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                JsonObject next = said.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    throw new IllegalStateException(name + " did not say '" + event + "' within " + patience);
                }
                if (next == ENDED) {
                    said.add(ENDED);
                    throw new IllegalStateException(name + " ended instead of saying '" + event + "'");
                }
                if (event.equals(next.getString("event"))) {
                    return next;
                }
                kept.add(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    void awaitReady() {
        ready = await("ready");
    }

    /** What it said when it was. */
    public JsonObject ready() {
        return ready;
    }

    public void send(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no command", e);
        }
    }

    /** Sends a command and waits for the event of the same name. */
    public JsonObject ask(String command) {
        return ask(command, PATIENCE);
    }

    /** As {@link #ask(String)}, for what takes longer than a minute. */
    public JsonObject ask(String command, Duration patience) {
        send(command);
        return await(command.split(" ", 2)[0], patience);
    }

    /** Its memory and CPU time, now. */
    public ProcessStat stat() {
        return ProcessStat.of(process.pid());
    }

    @Override
    public void close() {
        try {
            commands.close();
        } catch (IOException e) {
            // It has gone already.
        }
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
