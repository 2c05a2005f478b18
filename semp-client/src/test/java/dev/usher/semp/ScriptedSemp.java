package dev.usher.semp;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that gives the answers it was told to, in order, and remembers what it was asked. */
final class ScriptedSemp implements AutoCloseable {
    private final HttpServer server;
    private final boolean tls;
    private final Queue<Handler<HttpServerRequest>> script = new ConcurrentLinkedQueue<>();
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedSemp(Vertx vertx) {
        this(vertx, new HttpServerOptions());
    }

    ScriptedSemp(Vertx vertx, HttpServerOptions options) {
        tls = options.isSsl();
        server = await(
                vertx.createHttpServer(options).requestHandler(this::answer).listen(0, "127.0.0.1"));
    }

    URI uri() {
        return uri("127.0.0.1");
    }

    URI uri(String host) {
        return URI.create((tls ? "https://" : "http://") + host + ":" + server.actualPort());
    }

    ScriptedSemp then(Handler<HttpServerRequest> answer) {
        script.add(answer);
        return this;
    }

    ScriptedSemp then(int status, JsonObject body) {
        return then(request -> request.response().setStatusCode(status).end(body.toBuffer()));
    }

    /** The script must have been used up: a step nobody asked for is a mistake of the test. */
    @Override
    public void close() {
        await(server.close());
        if (!script.isEmpty()) {
            throw new AssertionError(script.size() + " scripted answers were not asked for");
        }
    }

    private void answer(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            asked.add(new Asked(
                    request.method().name(),
                    request.uri(),
                    request.getHeader("Authorization"),
                    request.getHeader("Cookie"),
                    body));
            Handler<HttpServerRequest> next = script.poll();
            if (next == null) {
                request.response().setStatusCode(500).end("unexpected request");
            } else {
                next.handle(request);
            }
        });
    }

    static JsonObject data(Object data) {
        return new JsonObject().put("data", data).put("meta", meta());
    }

    static JsonObject done() {
        return new JsonObject().put("meta", meta());
    }

    static JsonObject error(int code, String status, String description) {
        JsonObject error = new JsonObject(Map.of("code", code, "status", status, "description", description));
        return new JsonObject().put("meta", meta().put("error", error));
    }

    static JsonObject page(String cursor, String... topics) {
        JsonArray items = new JsonArray();
        for (String topic : topics) {
            items.add(new JsonObject().put("clientName", "c").put("subscriptionTopic", topic));
        }
        JsonObject page = data(items);
        if (cursor != null) {
            page.getJsonObject("meta")
                    .put("paging", new JsonObject().put("cursorQuery", cursor).put("nextPageUri", "http://other/x"));
        }
        return page;
    }

    private static JsonObject meta() {
        return new JsonObject().put("responseCode", 200).put("request", new JsonObject());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer in time", e);
        }
    }

    record Asked(String method, String uri, String authorization, String cookie, Buffer body) {}
}
