package dev.usher.broker.net;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;

/**
 * What carries the bytes of one connection, in order, both ways. A protocol is the same stream of bytes on each: nothing
 * here knows where a frame begins. Called on the connection's event loop only, except for {@link #execute}.
 */
public interface Transport extends Executor {

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

    /** Nothing is received until {@link #resume}: in the end the client cannot send. Only sockets have to obey. */
    default void pause() {}

    default void resume() {}

    /** Whether input is taken at all; while it is not, silence says nothing about the client. */
    default boolean isHearing() {
        return true;
    }

    /** Of the client, {@code ip:port}. */
    String address();

    /** What TLS agreed on; empty where the connection speaks plain text. */
    Optional<SSLSession> tls();

    /** Runs it in a later turn of the connection's event loop; any thread may ask. */
    @Override
    void execute(Runnable task);
}
