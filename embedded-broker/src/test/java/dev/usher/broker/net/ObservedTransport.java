package dev.usher.broker.net;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSession;

/** Tells a test what went through, and when reading was to stop. */
public final class ObservedTransport implements Transport {

    private final Transport inner;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicInteger resumed = new AtomicInteger();
    private final CompletableFuture<Void> paused = new CompletableFuture<>();

    public ObservedTransport(Transport inner) {
        this.inner = inner;
    }

    /** Bytes from the client. */
    public long received() {
        return received.get();
    }

    /** Bytes to the client. */
    public long written() {
        return written.get();
    }

    /** Complete once the client is not to be heard. */
    public CompletableFuture<Void> paused() {
        return paused;
    }

    /** How often it was to be heard again. */
    public int resumed() {
        return resumed.get();
    }

    @Override
    public void listen(Handler<Buffer> handler, Handler<String> failed, Runnable closed) {
        inner.listen(
                bytes -> {
                    received.addAndGet(bytes.length());
                    handler.handle(bytes);
                },
                failed,
                closed);
    }

    @Override
    public void write(Buffer bytes) {
        written.addAndGet(bytes.length());
        inner.write(bytes);
    }

    @Override
    public boolean isFull() {
        return inner.isFull();
    }

    @Override
    public void onDrain(Handler<Void> next) {
        inner.onDrain(next);
    }

    @Override
    public void close() {
        inner.close();
    }

    @Override
    public void pause() {
        inner.pause();
        paused.complete(null);
    }

    @Override
    public void resume() {
        resumed.incrementAndGet();
        inner.resume();
    }

    @Override
    public boolean isHearing() {
        return inner.isHearing();
    }

    @Override
    public String address() {
        return inner.address();
    }

    @Override
    public Optional<SSLSession> tls() {
        return inner.tls();
    }

    @Override
    public void execute(Runnable task) {
        inner.execute(task);
    }
}
