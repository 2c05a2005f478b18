package dev.usher.broker.smf;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits to be written to one client. Any thread adds; the connection's event loop writes everything that has
 * gathered in one go per turn, and waits while the transport is full. Messages are bounded, control frames are not.
 */
final class Egress {

    private static final int CHUNK = 60_000;

    // Items are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Item(byte[] bytes, boolean message) {}

    private final Transport transport;
    private final Context context;
    private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean waitingForDrain;
    private boolean closed;

    Egress(Transport transport, Context context) {
        this.transport = transport;
        this.context = context;
    }

    void control(byte[] frame) {
        queue.add(new Item(frame, false));
        schedule();
    }

    /** False if {@code limit} messages are waiting already. */
    boolean message(byte[] frame, int limit) {
        if (messages.incrementAndGet() > limit) {
            messages.decrementAndGet();
            return false;
        }
        queue.add(new Item(frame, true));
        schedule();
        return true;
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            context.runOnContext(v -> {
                scheduled.set(false);
                flush();
            });
        }
    }

    /** Nothing is written from now on; on the event loop only. */
    void close() {
        closed = true;
        queue.clear();
    }

    private void flush() {
        if (closed || waitingForDrain) {
            return;
        }
        Buffer chunk = Buffer.buffer(4_096);
        Item item;
        while ((item = queue.poll()) != null) {
            if (item.message()) {
                messages.decrementAndGet();
            }
            chunk.appendBytes(item.bytes());
            if (chunk.length() >= CHUNK) {
                transport.write(chunk);
                chunk = Buffer.buffer(4_096);
                if (transport.isFull()) {
                    waitingForDrain = true;
                    transport.onDrain(v -> {
                        waitingForDrain = false;
                        flush();
                    });
                    return;
                }
            }
        }
        if (chunk.length() > 0) {
            transport.write(chunk);
        }
    }
}
