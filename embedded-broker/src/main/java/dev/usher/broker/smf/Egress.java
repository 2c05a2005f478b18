package dev.usher.broker.smf;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits to be written to one client. Any thread adds; the connection's event loop writes everything that has
 * gathered in one go per turn, and waits while the socket is full. Messages are bounded, control frames are not.
 */
final class Egress {

    private static final int CHUNK = 60_000;

    // Items are never compared.
    @SuppressWarnings("ArrayRecordComponent")
    private record Item(byte[] bytes, boolean message) {}

    private final NetSocket socket;
    private final Context context;
    private final Queue<Item> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean waitingForDrain;

    Egress(NetSocket socket, Context context) {
        this.socket = socket;
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

    private void flush() {
        if (waitingForDrain) {
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
                socket.write(chunk);
                chunk = Buffer.buffer(4_096);
                if (socket.writeQueueFull()) {
                    waitingForDrain = true;
                    socket.drainHandler(v -> {
                        waitingForDrain = false;
                        flush();
                    });
                    return;
                }
            }
        }
        if (chunk.length() > 0) {
            socket.write(chunk);
        }
    }
}
