package dev.usher.broker.mqtt;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * What waits to be sent to one client. Packets of one event loop turn leave in one WebSocket message: with a write per
 * packet a fan-out spends its time on frames and system calls.
 *
 * <p>Packets may be added from any thread; everything else happens on the connection's context.
 */
final class Egress {
    private static final int BATCH_BYTES = 60_000;

    private final ServerWebSocket socket;
    private final Context context;
    private final IntSupplier limit;
    private final Deque<byte[]> queue = new ConcurrentLinkedDeque<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean flushDue = new AtomicBoolean();
    private volatile boolean closed;

    /** @param limit messages that may wait before {@link #offer} says no */
    Egress(ServerWebSocket socket, Context context, IntSupplier limit) {
        this.socket = socket;
        this.context = context;
        this.limit = limit;
    }

    /**
     * A message for the client.
     *
     * @return false when too many wait already; the message is not taken
     */
    boolean offer(byte[] packet) {
        if (closed || size.get() >= limit.getAsInt()) {
            return false;
        }
        add(packet);
        return true;
    }

    /** An answer to the client; always taken. */
    void add(byte[] packet) {
        size.incrementAndGet();
        queue.addLast(packet);
        flushSoon();
    }

    /** Goes out before whatever has been queued: messages may match before the CONNACK is written. */
    void addFirst(byte[] packet) {
        size.incrementAndGet();
        queue.addFirst(packet);
        flushSoon();
    }

    /** Sends what waits; on the context only. */
    void flush() {
        flushDue.set(false);
        while (!closed && !queue.isEmpty()) {
            if (socket.writeQueueFull()) {
                socket.drainHandler(v -> flush());
                return;
            }
            socket.writeBinaryMessage(batch());
        }
    }

    /** Nothing is sent or taken from now on. */
    void close() {
        closed = true;
        queue.clear();
    }

    private void flushSoon() {
        if (flushDue.compareAndSet(false, true)) {
            context.runOnContext(v -> flush());
        }
    }

    private Buffer batch() {
        Buffer batch = Buffer.buffer(4096);
        byte[] packet = queue.pollFirst();
        while (packet != null) {
            size.decrementAndGet();
            batch.appendBytes(packet);
            packet = batch.length() < BATCH_BYTES ? queue.pollFirst() : null;
        }
        return batch;
    }
}
