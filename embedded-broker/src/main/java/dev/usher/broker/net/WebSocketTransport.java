package dev.usher.broker.net;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Binary WebSocket messages, whose boundaries mean nothing. */
final class WebSocketTransport implements Transport {

    /** RFC 6455, 7.4.1: data of a type that is not accepted. */
    private static final short UNSUPPORTED_DATA = 1003;

    private final ServerWebSocket socket;
    private final Context context;

    WebSocketTransport(ServerWebSocket socket, Context context) {
        this.socket = socket;
        this.context = context;
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
