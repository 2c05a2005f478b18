package dev.usher.broker.mqtt;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.faults.FaultyTransport;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.net.Transport;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** Where MQTT 3.1.1 is spoken: over TCP, and over WebSocket on any path, with subprotocol {@code mqtt}. */
public final class MqttFront {

    private static final Listener.WebSockets WEB_SOCKETS =
            new Listener.WebSockets(List.of("mqtt"), PacketReader.MAX_PACKET_BYTES);

    private final Vertx vertx;
    private final BrokerCore core;
    private final Duration connectTimeout;
    private volatile boolean stopping;

    public MqttFront(Vertx vertx, BrokerCore core) {
        this(vertx, core, MqttConnection.CONNECT_TIMEOUT);
    }

    /** @param connectTimeout how long a connection may be there without a CONNECT */
    MqttFront(Vertx vertx, BrokerCore core, Duration connectTimeout) {
        this.vertx = vertx;
        this.core = core;
        this.connectTimeout = connectTimeout;
    }

    public Listener tcp(Binding at) {
        return Listener.tcp(vertx, at, this::connected);
    }

    public Listener webSocket(Binding at) {
        return Listener.webSocket(vertx, at, WEB_SOCKETS, this::connected);
    }

    /** Admits nobody any more: who is disconnected now must not come back before the ports are closed. */
    public void stop() {
        stopping = true;
    }

    private void connected(Transport transport) {
        if (stopping) {
            transport.close();
            return;
        }
        new MqttConnection(vertx, core, new FaultyTransport(transport, vertx, core), connectTimeout).start();
    }
}
