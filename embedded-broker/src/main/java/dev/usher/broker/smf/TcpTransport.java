package dev.usher.broker.smf;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** Plain TCP. */
final class TcpTransport implements Transport {

    private final NetSocket socket;

    TcpTransport(NetSocket socket) {
        this.socket = socket;
    }

    @Override
    public void listen(Handler<Buffer> received, Handler<String> failed, Runnable closed) {
        socket.handler(received);
        socket.exceptionHandler(e -> failed.handle("transport"));
        socket.closeHandler(v -> closed.run());
    }

    @Override
    public void write(Buffer bytes) {
        socket.write(bytes);
    }

    @Override
    public boolean isFull() {
        return socket.writeQueueFull();
    }

    @Override
    public void onDrain(Handler<Void> next) {
        socket.drainHandler(next);
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public String address() {
        return Transport.spelled(socket.remoteAddress());
    }
}
