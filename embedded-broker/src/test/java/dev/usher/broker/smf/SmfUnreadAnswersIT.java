package dev.usher.broker.smf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.broker.faults.FaultyTransport;
import dev.usher.broker.fuzz.FuzzBroker;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.net.NeverReads;
import dev.usher.broker.net.ObservedTransport;
import dev.usher.broker.net.Transport;
import io.vertx.core.Vertx;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmfUnreadAnswersIT {

    private final Vertx vertx = Vertx.vertx();
    private final FuzzBroker broker = new FuzzBroker();
    private final BlockingQueue<ObservedTransport> connections = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void connected(Transport transport) {
        ObservedTransport observed = new ObservedTransport(new FaultyTransport(transport, vertx, broker.core()));
        connections.add(observed);
        new SmfConnection(vertx, broker.core(), new PublisherFlows(), observed).start();
    }

    @Test
    void whoDoesNotReadAnswersIsNotHeardAndNothingIsLost() throws Exception {
        int port = Listener.tcp(vertx, Binding.plain("127.0.0.1", 0), this::connected)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(RawSmf.login("alice", "mute"));
            // Its length is in the last four of the first twelve bytes.
            ByteBuffer header = ByteBuffer.wrap(socket.getInputStream().readNBytes(12));
            socket.getInputStream().readNBytes(header.getInt(8) - 12);
            ObservedTransport transport = connections.poll(10, TimeUnit.SECONDS);
            NeverReads client = new NeverReads(socket, transport, RawSmf.keepAlive(), Response.keepAlive().length);

            client.ask();
            broker.check();
            client.readAll();
        }
        assertThat(connections).isEmpty();
    }
}
