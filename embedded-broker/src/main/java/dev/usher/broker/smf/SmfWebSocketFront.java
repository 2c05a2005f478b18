package dev.usher.broker.smf;

import dev.usher.broker.core.BrokerCore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.List;
import java.util.stream.Stream;

/**
 * SMF over WebSocket, as solclientjs speaks it in browsers and node, and JCSMP with a {@code ws://} host: on any path, from
 * any origin. A client that offers sub-protocols must offer {@value #SUB_PROTOCOL}, as solclientjs does; JCSMP offers none.
 * Compression is never negotiated, though browsers offer it.
 */
public final class SmfWebSocketFront {

    static final String SUB_PROTOCOL = "smf.solacesystems.com";

    private static final int CLOSING_TIMEOUT_SECONDS = 2;
    private static final int BAD_REQUEST = 400;

    private final Vertx vertx;
    private final BrokerCore core;
    private final PublisherFlows flows;
    private final String host;
    private final int port;
    private HttpServer server;

    /**
     * @param flows the same for all fronts of a broker: a publisher may come back another way
     * @param port 0 = any free one
     */
    public SmfWebSocketFront(Vertx vertx, BrokerCore core, PublisherFlows flows, String host, int port) {
        this.vertx = vertx;
        this.core = core;
        this.flows = flows;
        this.host = host;
        this.port = port;
    }

    /** The port it listens on; fails if the address is taken. */
    public Future<Integer> listen() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setWebSocketSubProtocols(List.of(SUB_PROTOCOL))
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(SmfConnection.MAX_FRAME)
                .setMaxWebSocketMessageSize(SmfConnection.MAX_FRAME)
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS)
                .setTcpNoDelay(true);
        server = vertx.createHttpServer(options)
                .webSocketHandshakeHandler(SmfWebSocketFront::shakeHands)
                .webSocketHandler(this::connected)
                .requestHandler(
                        request -> request.response().setStatusCode(BAD_REQUEST).end());
        return server.listen().map(HttpServer::actualPort);
    }

    private static void shakeHands(ServerWebSocketHandshake handshake) {
        List<String> offered = handshake.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
        if (offered.isEmpty() || offered.contains(SUB_PROTOCOL)) {
            handshake.accept();
        } else {
            handshake.reject(BAD_REQUEST);
        }
    }

    private void connected(ServerWebSocket socket) {
        Context context = vertx.getOrCreateContext();
        new SmfConnection(vertx, core, flows, new WebSocketTransport(socket), context).start();
    }

    /** Stops listening and closes all connections. */
    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
