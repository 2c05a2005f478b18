package dev.usher.broker.smf;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;

/**
 * What carries the bytes of one connection, in order, both ways. SMF is the same stream of frames on each: nothing here
 * knows where a frame begins. Called on the connection's event loop only.
 */
interface Transport {

    /**
     * Begins to listen; what came in before is not lost.
     *
     * @param received a piece of the stream
     * @param failed why no more can be carried; the connection is to be closed
     * @param closed the connection has gone
     */
    void listen(Handler<Buffer> received, Handler<String> failed, Runnable closed);

    void write(Buffer bytes);

    /** Whether more should wait for {@link #onDrain}. */
    boolean isFull();

    void onDrain(Handler<Void> next);

    /** Ends the connection after what was written. Idempotent. */
    void close();

    /** Of the client, {@code ip:port}. */
    String address();

    /** The spelling of {@link #address}; a connection that was reset at once may have none. */
    static String spelled(SocketAddress address) {
        return address == null ? "unknown" : address.hostAddress() + ":" + address.port();
    }
}
