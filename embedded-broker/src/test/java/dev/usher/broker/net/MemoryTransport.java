package dev.usher.broker.net;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;

/** A connection without a network: a test plays the client. On the event loop only. */
public final class MemoryTransport implements Transport {

    private final Executor loop;
    private final boolean full;
    private Handler<Buffer> received;
    private Runnable closed;
    private Buffer written = Buffer.buffer();
    private boolean closedByBroker;
    private boolean paused;

    /**
     * @param loop runs a task in a later turn
     * @param full the client never reads
     */
    public MemoryTransport(Executor loop, boolean full) {
        this.loop = loop;
        this.full = full;
    }

    @Override
    public void listen(Handler<Buffer> receivedHandler, Handler<String> failed, Runnable closedHandler) {
        this.received = receivedHandler;
        this.closed = closedHandler;
    }

    @Override
    public void write(Buffer bytes) {
        if (closedByBroker) {
            throw new AssertionError("written after close");
        }
        written.appendBuffer(bytes);
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void onDrain(Handler<Void> next) {
        // It never drains.
    }

    @Override
    public void close() {
        closedByBroker = true;
    }

    @Override
    public String address() {
        return "192.0.2.1:50000";
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.empty();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** The client sent something. */
    public void receive(byte[] bytes) {
        received.handle(Buffer.buffer(bytes));
    }

    /** The connection has gone. */
    public void clientCloses() {
        closed.run();
    }

    public boolean isClosedByBroker() {
        return closedByBroker;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    public boolean isPaused() {
        return paused;
    }

    /** What the broker wrote since the last call. */
    public byte[] taken() {
        if (written.length() == 0) {
            return new byte[0];
        }
        byte[] bytes = written.getBytes();
        written = Buffer.buffer();
        return bytes;
    }
}
