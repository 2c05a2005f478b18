package dev.usher.broker.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** TCP, with TLS or without. */
final class TcpTransport implements Transport {

    private final NetSocket socket;
    private final Context context;

    TcpTransport(NetSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
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
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    @Override
    public String address() {
        return Transport.spelled(socket.remoteAddress());
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.ofNullable(socket.sslSession());
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(v -> task.run());
    }
}
