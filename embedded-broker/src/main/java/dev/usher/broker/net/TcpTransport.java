package dev.usher.broker.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** TCP, with TLS or without. */
final class TcpTransport extends SocketTransport {

    private final NetSocket socket;

    TcpTransport(NetSocket socket, Context context) {
        super(socket, socket, context, socket.remoteAddress());
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
    public void close() {
        socket.close();
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.ofNullable(socket.sslSession());
    }
}
