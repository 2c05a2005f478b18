package dev.usher.benchmarks.harness;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * What a {@link Child} runs: it says that it is ready, answers commands, and ends when nobody is there to give any.
 * Subclasses have a {@code main} that calls {@link #serve}.
 */
public abstract class Role {

    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    /**
     * Called once; what it adds to the object is said with the event {@code ready}.
     *
     * @throws Exception if this role cannot be played; the process ends
     */
    protected abstract void start(JsonObject ready) throws Exception;

    /**
     * Answers one command.
     *
     * @param command the line
     * @param answer said as the event of the command's first word
     */
    protected abstract void command(String command, JsonObject answer) throws Exception;

    /** Nobody gives commands any more: what would outlive the process is put away here, within ten seconds. */
    protected void ended() {}

    /** Never returns normally while the parent lives. */
    protected final void serve() {
        try {
            JsonObject ready = new JsonObject();
            start(ready);
            say("ready", ready);
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject answer = new JsonObject();
                if (line.equals("heap")) {
                    answer.put("heapBytes", liveHeapBytes());
                } else {
                    command(line, answer);
                }
                say(line.split(" ", 2)[0], answer);
            }
        } catch (Exception e) {
            e.printStackTrace();
        }
        try {
            ended();
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Tells the parent something. Any thread. */
    protected static void say(String event, JsonObject what) {
        OUT.println(new JsonObject().put("event", event).mergeIn(what).encode());
    }

    /** What is reachable: used heap after full collections. */
    private static long liveHeapBytes() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(
                    used,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
