package dev.usher.broker.net;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerIT {

    private static final String HOST = "127.0.0.1";
    private static final Binding ANY_PORT = new Binding(HOST, 0, Optional.empty());

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final Promise<Void> closed = Promise.promise();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    @Test
    void aTcpConnectionThatCannotBeServedIsClosed() throws Exception {
        int port = listen(Listener.tcp(vertx, ANY_PORT, this::defect));
        vertx.createNetClient()
                .connect(port, HOST)
                .onComplete(s -> s.closeHandler(closed::tryComplete), closed::tryFail);
        assertIsReachedAndCloses();
    }

    @Test
    void aWebSocketThatCannotBeServedIsClosed() throws Exception {
        Listener.WebSockets rules = new Listener.WebSockets(List.of(), 1_000);
        int port = listen(Listener.webSocket(vertx, ANY_PORT, rules, this::defect));
        // The end may come together with the handshake's answer.
        vertx.createWebSocketClient()
                .connect(port, HOST, "/")
                .onComplete(s -> s.closeHandler(closed::tryComplete), e -> closed.tryComplete());
        assertIsReachedAndCloses();
    }

    private void defect(Transport transport) {
        reached.complete(null);
        throw new NoClassDefFoundError("Missing");
    }

    private void assertIsReachedAndCloses() {
        assertThat(reached).succeedsWithin(10, SECONDS);
        assertThat(closed.future().toCompletionStage().toCompletableFuture()).succeedsWithin(10, SECONDS);
    }

    private static int listen(Listener listener) throws Exception {
        return listener.listen().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}
