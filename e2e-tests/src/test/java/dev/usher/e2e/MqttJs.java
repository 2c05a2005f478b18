package dev.usher.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A real MQTT.js client over WebSocket, in a node process of its own. It subscribes to nothing unless told to. */
final class MqttJs implements AutoCloseable {
    private static final long ANSWER_SECONDS = 20;

    private final Process process;
    private final OutputStream stdin;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final List<Received> received = new ArrayList<>();
    private int connects;

    /** One PUBLISH as it reached the application. */
    record Received(String topic, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private MqttJs(Path folder) throws IOException {
        process = new ProcessBuilder(NodeModules.node(), "client.mjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        stdin = process.getOutputStream();
        Thread reader = new Thread(this::read, "mqtt.js-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts node and connects, with a clean session. */
    static MqttJs connect(URI url, String clientId, String username, String password) {
        return connect(url, clientId, username, password, 0);
    }

    /** As above; after a lost connection MQTT.js comes back by itself after {@code reconnectMillis}, if that is not 0. */
    static MqttJs connect(URI url, String clientId, String username, String password, int reconnectMillis) {
        MqttJs client = start();
        client.ask(new JsonObject()
                .put("command", "connect")
                .put("url", url.toString())
                .put("clientId", clientId)
                .put("username", username)
                .put("password", password)
                .put("reconnectPeriod", reconnectMillis));
        return client;
    }

    private static MqttJs start() {
        try {
            return new MqttJs(NodeModules.installed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Subscribes and answers with the SUBACK's return code. */
    int subscribe(String filter) {
        JsonArray granted = ask(new JsonObject().put("command", "subscribe").put("filter", filter))
                .getJsonArray("granted");
        return granted.getInteger(0);
    }

    void publish(String topic, byte[] payload) {
        ask(new JsonObject()
                .put("command", "publish")
                .put("topic", topic)
                .put("payload", Base64.getEncoder().encodeToString(payload)));
    }

    /** Cuts the network under the client. */
    void drop() {
        ask(new JsonObject().put("command", "drop"));
    }

    /** Connects again under the same client id. */
    void reconnect() {
        ask(new JsonObject().put("command", "reconnect"));
    }

    /** Everything received so far, in order. */
    List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    long count(Predicate<Received> wanted) {
        return received().stream().filter(wanted).count();
    }

    /** How often the client has connected. */
    int connects() {
        synchronized (received) {
            return connects;
        }
    }

    private JsonObject ask(JsonObject command) {
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
                throw new IllegalStateException("MQTT.js: " + result.getString("error"));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("MQTT.js did not answer " + command.getString("command"), e);
        } finally {
            asked.remove(id);
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
                case "message" ->
                    received.add(new Received(
                            said.getString("topic"), Base64.getDecoder().decode(said.getString("payload"))));
                case "connect" -> connects++;
                default -> {
                    // "close" is of interest to nobody yet.
                }
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
