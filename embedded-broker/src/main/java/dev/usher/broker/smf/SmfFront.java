package dev.usher.broker.smf;

import dev.usher.broker.core.BrokerCore;
import dev.usher.broker.faults.FaultyTransport;
import dev.usher.broker.net.Binding;
import dev.usher.broker.net.Listener;
import dev.usher.broker.net.Transport;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Where SMF is spoken: over TCP, as JCSMP does, and over WebSocket, as solclientjs does in browsers and node and JCSMP with
 * a {@code ws://} or {@code wss://} host. Of clients that offer WebSocket sub-protocols one must offer {@value #SUB_PROTOCOL}, as
 * solclientjs does; JCSMP offers none.
 *
 * <p>One front serves all ports of a broker: a publisher may come back another way.
 */
public final class SmfFront {

    static final String SUB_PROTOCOL = "smf.solacesystems.com";

    private final Vertx vertx;
    private final BrokerCore core;
    private final PublisherFlows flows;
    private final MessageLimits limits;
    private final long keepAliveUnitMillis;
    private volatile boolean stopping;

    public SmfFront(Vertx vertx, BrokerCore core) {
        this(vertx, core, new PublisherFlows(), MessageLimits.STANDARD);
    }

    /** @param flows of a broker that was there before */
    public SmfFront(Vertx vertx, BrokerCore core, PublisherFlows flows, MessageLimits limits) {
        this(vertx, core, flows, limits, SmfConnection.KEEP_ALIVE_UNIT_MILLIS);
    }

    /** @param keepAliveUnitMillis how long the seconds are in which clients announce their keepalive interval */
    SmfFront(Vertx vertx, BrokerCore core, PublisherFlows flows, MessageLimits limits, long keepAliveUnitMillis) {
        this.vertx = vertx;
        this.core = core;
        this.flows = flows;
        this.limits = limits;
        this.keepAliveUnitMillis = keepAliveUnitMillis;
    }

    public Listener tcp(Binding at) {
        return Listener.tcp(vertx, at, this::connected);
    }

    public Listener webSocket(Binding at) {
        Listener.WebSockets webSockets = new Listener.WebSockets(List.of(SUB_PROTOCOL), limits.maxFrame());
        return Listener.webSocket(vertx, at, webSockets, this::connected);
    }

    /** Forgets the publisher flows of those who might come back. */
    public void reset() {
        flows.forgetAll();
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
        Transport faulty = new FaultyTransport(transport, vertx, core);
        new SmfConnection(vertx, core, flows, faulty, limits, keepAliveUnitMillis).start();
    }
}
