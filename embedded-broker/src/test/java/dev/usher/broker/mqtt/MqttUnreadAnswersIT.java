package dev.usher.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.usher.broker.faults.FaultyTransport;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.net.NeverReads;
import dev.usher.broker.net.ObservedTransport;
import dev.usher.broker.net.Transport;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MqttUnreadAnswersIT extends MqttFrontSetup {

    private final BlockingQueue<ObservedTransport> connections = new LinkedBlockingQueue<>();

    private void connected(Transport transport) {
        ObservedTransport observed = new ObservedTransport(new FaultyTransport(transport, vertx, core));
        connections.add(observed);
        new MqttConnection(vertx, core, observed).start();
    }

    @Test
    void whoDoesNotReadAnswersIsNotHeardAndNothingIsLost() throws Exception {
        Listener tcp = Listener.tcp(vertx, Binding.plain("127.0.0.1", 0), this::connected);
        int port = done(tcp.listen());
        RawMqtt bob = connected("b", "bob");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(RawMqtt.connect("mute", "bob", "bob-password"));
            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
            NeverReads client = new NeverReads(socket, connections.poll(10, TimeUnit.SECONDS), RawMqtt.pingreq(), 2);

            client.ask();
            assertThat(bob.send(RawMqtt.pingreq()).next().type()).isEqualTo(PINGRESP);
            client.readAll();
        }
        await().until(() -> core.clients().size() == 1);
        done(tcp.close());
    }

    @Test
    void whoGoesWithoutReadingIsNoticed() throws Exception {
        Listener tcp = Listener.tcp(vertx, Binding.plain("127.0.0.1", 0), this::connected);
        int port = done(tcp.listen());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(RawMqtt.connect("mute", "bob", "bob-password"));
            assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
            new NeverReads(socket, connections.poll(10, TimeUnit.SECONDS), RawMqtt.pingreq(), 2).ask();
        }
        await().until(() -> core.clients().isEmpty());
        done(tcp.close());
    }
}
