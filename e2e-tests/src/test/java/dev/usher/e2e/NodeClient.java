package dev.usher.e2e;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A client library in a node process of its own: commands go in, answers and events come out, a line of JSON each. */
final class NodeClient implements AutoCloseable {
    /** Names a PEM file with certificates that node trusts besides its own. */
    static final String TRUSTED = "NODE_EXTRA_CA_CERTS";

    private static final long ANSWER_SECONDS = 20;

    private final String library;
    private final Process process;
    private final OutputStream stdin;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final List<BrowserClient.Received> received = new ArrayList<>();
    private final List<JsonObject> headers = new ArrayList<>();
    private int connects;
    private int losses;

    /** @param library for messages and names of threads */
    NodeClient(String library, String script) {
        this(library, script, Map.of());
    }

    /** @param environment for node, beyond this process's own */
    NodeClient(String library, String script, Map<String, String> environment) {
        this.library = library;
        try {
            Path folder = NodeModules.installed();
            ProcessBuilder builder = new ProcessBuilder(NodeModules.node(), script)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stdin = process.getOutputStream();
        Thread reader = new Thread(this::read, library + "-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** A command whose arguments are still to be put. */
    static JsonObject command(String name) {
        return new JsonObject().put("command", name);
    }

    static String base64(byte[] payload) {
        return Base64.getEncoder().encodeToString(payload);
    }

    /** Waits for the answer; fails with what the library said if that is an error. */
    JsonObject ask(JsonObject command) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            synchronized (stdin) {
                stdin.write((command.put("id", id).encode() + "\n").getBytes(StandardCharsets.UTF_8));
                stdin.flush();
            }
            JsonObject result = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (result.containsKey("error")) {
                throw new IllegalStateException(library + ": " + result.getString("error"));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(library + " did not answer " + command.getString("command"), e);
        } finally {
            asked.remove(id);
        }
    }

    List<BrowserClient.Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** In the order of {@link #received}. */
    List<JsonObject> headers() {
        synchronized (received) {
            return List.copyOf(headers);
        }
    }

    int connects() {
        synchronized (received) {
            return connects;
        }
    }

    int losses() {
        synchronized (received) {
            return losses;
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(new JsonObject(line));
            }
        } catch (IOException e) {
            // The process is gone, by our hand or its own; whoever waits for an answer is told below.
        }
        asked.values().forEach(f -> f.completeExceptionally(new IllegalStateException("node has ended")));
    }

    private void take(JsonObject said) {
        if (said.containsKey("id")) {
            CompletableFuture<JsonObject> waiting = asked.get(said.getInteger("id"));
            if (waiting != null) {
                waiting.complete(said);
            }
            return;
        }
        synchronized (received) {
            switch (said.getString("event")) {
                case "message" -> {
                    headers.add(said.getJsonObject("headers", new JsonObject()));
                    received.add(new BrowserClient.Received(
                            said.getString("topic"),
                            Base64.getDecoder().decode(said.getString("payload")),
                            said.getJsonObject("properties", new JsonObject()).getMap(),
                            said.getBoolean("discarded", false)));
                }
                case "connect" -> connects++;
                case "close" -> losses++;
                default -> throw new IllegalStateException(library + " said " + said.encode());
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
