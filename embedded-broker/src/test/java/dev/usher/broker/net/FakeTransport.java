package dev.usher.broker.net;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLSession;

/** Keeps what is written; its event loop turns when told. */
final class FakeTransport implements Transport {
    final List<String> writes = new ArrayList<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private boolean full;
    private boolean fillsAtWrite;
    private boolean paused;
    private Handler<Void> drained;

    /** One turn: what was asked for until now. */
    void turn() {
        for (int due = tasks.size(); due > 0; due--) {
            tasks.remove().run();
        }
    }

    void fill() {
        full = true;
    }

    void drain() {
        full = false;
        Handler<Void> next = drained;
        drained = null;
        next.handle(null);
    }

    boolean isPaused() {
        return paused;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    /** There is room for one write. */
    void drainOnce() {
        fillsAtWrite = true;
        drain();
    }

    @Override
    public void write(Buffer bytes) {
        writes.add(bytes.toString());
        full |= fillsAtWrite;
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public void onDrain(Handler<Void> next) {
        drained = next;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void listen(Handler<Buffer> received, Handler<String> failed, Runnable closed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String address() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.empty();
    }
}
