package dev.usher.broker.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Binary WebSocket messages, whose boundaries mean nothing. */
final class WebSocketTransport extends SocketTransport {

    /** RFC 6455, 7.4.1: data of a type that is not accepted. */
    private static final short UNSUPPORTED_DATA = 1003;

    private final ServerWebSocket socket;

    WebSocketTransport(ServerWebSocket socket, Context context) {
        super(socket, socket, context, socket.remoteAddress());
        this.socket = socket;
    }

    @Override
    public void listen(Handler<Buffer> received, Handler<String> failed, Runnable closed) {
        socket.frameHandler(frame -> {
            if (frame.isText()) {
                socket.close(UNSUPPORTED_DATA);
                failed.handle("text frame");
            } else if (frame.isBinary() || frame.isContinuation()) {
                received.handle(frame.binaryData());
            }
        });
        socket.exceptionHandler(e -> failed.handle("transport"));
        socket.closeHandler(v -> closed.run());
    }

    @Override
    public void write(Buffer bytes) {
        socket.writeBinaryMessage(bytes);
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
