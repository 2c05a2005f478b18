package dev.usher.broker.smf;

import dev.usher.broker.core.BrokerCore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;

/** SMF over TCP, as JCSMP speaks it: plain text, basic authentication, direct messages and guaranteed publishing. */
public final class SmfFront {

    private final Vertx vertx;
    private final BrokerCore core;
    private final PublisherFlows flows;
    private final String host;
    private final int port;
    private NetServer server;

    /**
     * @param flows the same for all fronts of a broker: a publisher may come back another way
     * @param port 0 = any free one
     */
    public SmfFront(Vertx vertx, BrokerCore core, PublisherFlows flows, String host, int port) {
        this.vertx = vertx;
        this.core = core;
        this.flows = flows;
        this.host = host;
        this.port = port;
    }

    /** The port it listens on; fails if the address is taken. */
    public Future<Integer> listen() {
        server =
                vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true));
        return server.connectHandler(this::connected).listen(port, host).map(NetServer::actualPort);
    }

    private void connected(NetSocket socket) {
        Context context = vertx.getOrCreateContext();
        new SmfConnection(vertx, core, flows, new TcpTransport(socket), context).start();
    }

    /** Stops listening and closes all connections. */
    public Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.close();
    }
}
