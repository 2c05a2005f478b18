package dev.usher.broker.mqtt;

import dev.usher.broker.core.BrokerCore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;

/**
 * MQTT 3.1.1 over WebSocket, on any path, with subprotocol {@code mqtt}. Compression is never negotiated: it makes small
 * messages slower by a factor of ten and real MQTT clients offer it by default.
 */
public final class MqttWebSocketFront {
    private static final int CLOSING_TIMEOUT_SECONDS = 2;

    private final Vertx vertx;
    private final BrokerCore core;
    private final String host;
    private final int port;
    private HttpServer server;

    /** @param port 0 for any free one */
    public MqttWebSocketFront(Vertx vertx, BrokerCore core, String host, int port) {
        this.vertx = vertx;
        this.core = core;
        this.host = host;
        this.port = port;
    }

    /** Completes with the actual port; fails when the port cannot be bound. */
    public Future<Integer> listen() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setWebSocketSubProtocols(List.of("mqtt", "mqttv3.1"))
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(PacketReader.MAX_PACKET_BYTES)
                .setMaxWebSocketMessageSize(PacketReader.MAX_PACKET_BYTES)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS)
                .setTcpNoDelay(true);
        server = vertx.createHttpServer(options)
                .webSocketHandler(socket -> new MqttConnection(vertx, core, socket).start())
                .requestHandler(request -> request.response().setStatusCode(400).end());
        return server.listen().map(HttpServer::actualPort);
    }

    /** Closes the port and every connection. */
    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
