package dev.usher.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** In the place of the control API: gives the answers it was told to, in order, the last one for ever, and keeps what was asked. */
final class ScriptedApi implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Scripted> script;
    private final List<Asked> asked = new ArrayList<>();

    /** An answer; status 0 closes the connection without one. */
    record Scripted(int status, Map<String, String> headers, String body) {
        static Scripted of(int status, String body) {
            return new Scripted(status, Map.of(), body);
        }
    }

    record Asked(String method, String path, String body, String idempotencyKey, String authorization) {}

    ScriptedApi(Scripted... answers) {
        script = new ArrayDeque<>(Arrays.asList(answers));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Scripted answer;
        synchronized (asked) {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    body,
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    exchange.getRequestHeaders().getFirst("Authorization")));
            answer = script.size() > 1 ? script.poll() : script.element();
        }
        if (answer.status() > 0) {
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] content = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), content.length);
            exchange.getResponseBody().write(content);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
