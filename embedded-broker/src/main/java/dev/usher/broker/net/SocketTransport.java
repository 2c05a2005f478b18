package dev.usher.broker.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** What sockets have in common. */
abstract class SocketTransport implements Transport {

    private final ReadStream<Buffer> in;
    private final WriteStream<Buffer> out;
    private final Context context;
    /** Asked for with every read, and the same for the life of a connection. */
    private final String address;

    /**
     * @param in the socket
     * @param out the same
     * @param remote null for a connection that was reset at once
     */
    SocketTransport(ReadStream<Buffer> in, WriteStream<Buffer> out, Context context, SocketAddress remote) {
        this.in = in;
        this.out = out;
        this.context = context;
        this.address = remote == null ? "unknown" : remote.hostAddress() + ":" + remote.port();
    }

    @Override
    public final boolean isFull() {
        return out.writeQueueFull();
    }

    @Override
    public final void onDrain(Handler<Void> next) {
        out.drainHandler(next);
    }

    @Override
    public final void pause() {
        in.pause();
    }

    @Override
    public final void resume() {
        in.resume();
    }

    @Override
    public final String address() {
        return address;
    }

    @Override
    public final void execute(Runnable task) {
        context.runOnContext(v -> task.run());
    }
}
