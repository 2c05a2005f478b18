package dev.usher.entitlements.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An issuer's key set on a port of its own; what it answers can be changed at any time. */
public final class JwksServer implements AutoCloseable {
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private volatile Consumer<HttpServerRequest> answer;

    /** Answers with these keys. */
    public JwksServer(Vertx vertx, String jwks) {
        publishes(jwks);
        server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    answer.accept(request);
                })
                .listen(0, "127.0.0.1"));
    }

    /** From now on these keys. */
    public void publishes(String jwks) {
        answer = request -> request.response()
                .putHeader("Content-Type", "application/jwk-set+json")
                .end(jwks);
    }

    /** From now on anything else. */
    public void answers(Consumer<HttpServerRequest> other) {
        answer = other;
    }

    /** From now on nothing but a status. */
    public void fails(int status) {
        answers(request -> request.response().setStatusCode(status).end());
    }

    public int requests() {
        return requests.get();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
    }

    @Override
    public void close() {
        await(server.close());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no answer in 20 s", e);
        }
    }
}
