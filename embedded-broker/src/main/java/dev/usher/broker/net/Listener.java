package dev.usher.broker.net;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open port. Whoever connects is handed over as a {@link Transport}, on its event loop; if that throws, the connection
 * is closed and the defect logged.
 */
public final class Listener {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    private static final int CLOSING_TIMEOUT_SECONDS = 2;
    private static final int BAD_REQUEST = 400;

    /**
     * What a port says about WebSocket.
     *
     * @param subProtocols known ones, the preferred first; a client that offers only others is refused with 400, one that
     *     offers none is welcome
     * @param maxMessageBytes a longer frame or message closes its connection
     */
    public record WebSockets(List<String> subProtocols, int maxMessageBytes) {
        public WebSockets {
            subProtocols = List.copyOf(subProtocols);
        }
    }

    private interface Server {
        Future<Integer> listen();

        Future<Void> close();
    }

    private final Server server;

    private Listener(Server server) {
        this.server = server;
    }

    /** The bytes of TCP connections. */
    public static Listener tcp(Vertx vertx, Binding at, Consumer<Transport> connected) {
        NetServerOptions options = new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true);
        at.certificate().ifPresent(own -> options.setSsl(true).setKeyCertOptions(own));
        askForCertificate(at, options);
        NetServer net = vertx.createNetServer(options)
                .connectHandler(s -> serve(new TcpTransport(s, vertx.getOrCreateContext()), connected));
        return new Listener(new Server() {
            @Override
            public Future<Integer> listen() {
                return net.listen(at.port(), at.host()).map(NetServer::actualPort);
            }

            @Override
            public Future<Void> close() {
                return net.close();
            }
        });
    }

    /**
     * Binary WebSocket messages on any path and from any origin. Compression is never negotiated: it makes small messages
     * slower by a factor of ten, and real clients offer it by default.
     */
    public static Listener webSocket(Vertx vertx, Binding at, WebSockets rules, Consumer<Transport> connected) {
        HttpServerOptions options = options(at)
                .setWebSocketSubProtocols(rules.subProtocols())
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setMaxWebSocketFrameSize(rules.maxMessageBytes())
                .setMaxWebSocketMessageSize(rules.maxMessageBytes())
                .setWebSocketClosingTimeout(CLOSING_TIMEOUT_SECONDS);
        HttpServer http = vertx.createHttpServer(options)
                .webSocketHandshakeHandler(shake -> shakeHands(shake, rules.subProtocols()))
                .webSocketHandler(s -> serve(new WebSocketTransport(s, vertx.getOrCreateContext()), connected))
                .requestHandler(
                        request -> request.response().setStatusCode(BAD_REQUEST).end());
        return http(at, http);
    }

    /** HTTP requests. */
    public static Listener http(Vertx vertx, Binding at, Handler<HttpServerRequest> requests) {
        return http(at, vertx.createHttpServer(options(at)).requestHandler(requests));
    }

    /** Completes with the actual port; fails when the port cannot be bound. */
    public Future<Integer> listen() {
        return server.listen();
    }

    /** Closes the port and every connection. Idempotent, also when the port was never open. */
    public Future<Void> close() {
        return server.close();
    }

    private static HttpServerOptions options(Binding at) {
        HttpServerOptions options = new HttpServerOptions().setTcpNoDelay(true);
        // Without ALPN there is no HTTP/2, of which WebSocket and SEMP have no use.
        at.certificate().ifPresent(own -> options.setSsl(true).setUseAlpn(false).setKeyCertOptions(own));
        askForCertificate(at, options);
        return options;
    }

    /** Whoever shows one has its key, or the handshake fails; whom it names and who issued it is for others to judge. */
    private static void askForCertificate(Binding at, NetServerOptions options) {
        if (at.asksForCertificate()) {
            options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(TrustOptions.wrap(new AnyCertificate()));
        }
    }

    private static Listener http(Binding at, HttpServer http) {
        return new Listener(new Server() {
            @Override
            public Future<Integer> listen() {
                return http.listen(at.port(), at.host()).map(HttpServer::actualPort);
            }

            @Override
            public Future<Void> close() {
                return http.close();
            }
        });
    }

    private static void serve(Transport transport, Consumer<Transport> connected) {
        try {
            connected.accept(transport);
        } catch (RuntimeException | Error defect) {
            // A socket that stays open and silent would look like a broker that hangs.
            log.error("connection not served client={}", transport.address(), defect);
            transport.close();
        }
    }

    private static void shakeHands(ServerWebSocketHandshake handshake, List<String> known) {
        List<String> offered = handshake.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> Stream.of(line.split(",", -1)))
                .map(String::strip)
                .toList();
        if (offered.isEmpty() || offered.stream().anyMatch(known::contains)) {
            handshake.accept();
        } else {
            handshake.reject(BAD_REQUEST);
        }
    }
}
