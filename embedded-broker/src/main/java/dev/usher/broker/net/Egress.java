package dev.usher.broker.net;

import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What waits to be written to one client. Any thread adds; everything that was added in one turn of the event loop leaves
 * in one write: with a write per frame a fan-out spends its time on system calls. While the transport is full, it waits.
 *
 * <p>Frames are written by {@link Priority}, and in the order they were added within one. Messages are bounded per priority
 * by what they cost together: beyond that the oldest go (PubSub+ docs, "Message Discard Notification"). Control frames
 * never go. They are mostly answers: where too many wait, nothing more is read from the client until they have drained.
 */
public final class Egress {

    /** Which of the frames that wait leaves first. */
    public enum Priority {
        /** Before everything else: an answer that must come before messages. */
        AHEAD,
        HIGH,
        MEDIUM,
        /** Of all that has no other, answers included: they stay in order with the messages around them. */
        NORMAL;

        /** That of messages of a class of service, 1 (the lowest) to 3. */
        public static Priority ofClass(int classOfService) {
            return classOfService == 1 ? NORMAL : classOfService == 2 ? MEDIUM : HIGH;
        }
    }

    private static final int CHUNK = 60_000;
    /** In bytes of control frames that wait: beyond, nothing is read until half of it is left. */
    static final int MAX_CONTROL = 1_000_000;
    /** What a frame that waits takes besides its bytes, about; answers of two bytes must not count as two. */
    static final int PER_FRAME = 64;

    /** In place of a cost: no message. */
    private static final int CONTROL = -1;

    private static final int LANES = Priority.values().length;

    /** A link of the chain it waits in; the only allocation per frame. */
    private static final class Item {
        private final byte[] frame;
        private final int lane;
        private final int cost;
        private Item next;

        private Item(byte[] frame, int lane, int cost) {
            this.frame = frame;
            this.lane = lane;
            this.cost = cost;
        }
    }

    /** In the order of sending; used under the lock of {@link #lanes}. */
    private static final class Lane {
        private Item first;
        private Item last;

        private void append(Item item) {
            if (last == null) {
                first = item;
            } else {
                last.next = item;
            }
            last = item;
        }

        /** @param before the one in front of it, null for none */
        private void remove(Item item, Item before) {
            if (before == null) {
                first = item.next;
            } else {
                before.next = item.next;
            }
            if (last == item) {
                last = before;
            }
        }
    }

    private final Transport transport;
    /** What was added since the last turn, the newest first; whoever adds to an empty chain asks for a turn. */
    private final AtomicReference<Item> added = new AtomicReference<>();

    /** Taken once a turn by the event loop, and by others only where something has to go: never contended without need. */
    private final Lane[] lanes = new Lane[LANES];

    private final int discardBit;
    private final AtomicIntegerArray waiting = new AtomicIntegerArray(LANES);
    /** Messages alone, each counted once. */
    private final AtomicIntegerArray messages = new AtomicIntegerArray(LANES);

    /** Of the control frames in the lanes, in bytes; used under the lock of {@link #lanes}. */
    private long control;

    private boolean waitingForDrain;
    private boolean tooMuchControl;
    private boolean paused;
    private boolean discarded;
    private volatile boolean closed;

    public Egress(Transport transport) {
        this(transport, 0);
    }

    /** @param discardBit set in the first byte of the next message after one that had to go; 0 where a protocol cannot say so */
    public Egress(Transport transport, int discardBit) {
        this.transport = transport;
        this.discardBit = discardBit;
        for (int i = 0; i < LANES; i++) {
            lanes[i] = new Lane();
        }
    }

    /** An answer to the client, or a message it has to acknowledge; always taken. */
    public void control(byte[] frame) {
        add(new Item(frame, Priority.NORMAL.ordinal(), CONTROL));
    }

    /** An answer that overtakes all that waits. */
    public void controlAhead(byte[] frame) {
        add(new Item(frame, Priority.AHEAD.ordinal(), CONTROL));
    }

    /**
     * A message for the client. Where it is too much, the oldest of its priority go.
     *
     * @param cost at least 0, in whatever the limit counts
     * @param limit what the messages of this priority may cost together while they wait
     * @param burst so many messages may wait whatever they cost
     * @return how many had to go, this one included where even it alone is too much
     */
    public int message(byte[] frame, Priority priority, int cost, int limit, int burst) {
        int lane = priority.ordinal();
        if (closed) {
            return 1;
        }
        int inLane = messages.incrementAndGet(lane);
        int costs = waiting.addAndGet(lane, cost);
        add(new Item(frame, lane, cost));
        return costs > limit && inLane > burst ? makeRoom(lane, limit, burst) : 0;
    }

    /** What the messages of this priority that wait cost together. */
    public int waiting(Priority priority) {
        return waiting.get(priority.ordinal());
    }

    /** Nothing is sent or taken from now on. Any thread may ask. */
    public void close() {
        closed = true;
        transport.execute(this::flush);
    }

    /** Sends what waits, now; on the event loop only. */
    public void flush() {
        Buffer chunk;
        while ((chunk = next()) != null) {
            transport.write(chunk);
        }
        if (paused != tooMuchControl) {
            paused = tooMuchControl;
            if (paused) {
                transport.pause();
            } else {
                transport.resume();
            }
        }
    }

    /** Null when nothing can be written now. */
    private Buffer next() {
        synchronized (lanes) {
            collect();
            if (closed) {
                forget();
            } else if (!waitingForDrain && isAnyWaiting()) {
                if (!transport.isFull()) {
                    return chunk();
                }
                waitingForDrain = true;
                transport.onDrain(v -> {
                    waitingForDrain = false;
                    flush();
                });
            }
            // Drained by what the client reads alone: it cannot acknowledge anything while it is not heard.
            tooMuchControl = control > (paused ? MAX_CONTROL / 2 : MAX_CONTROL);
            return null;
        }
    }

    private int makeRoom(int lane, int limit, int burst) {
        synchronized (lanes) {
            collect();
            int gone = 0;
            Item before = null;
            Item item = lanes[lane].first;
            while (item != null && waiting.get(lane) > limit && messages.get(lane) > burst) {
                if (item.cost == CONTROL) {
                    before = item;
                } else {
                    lanes[lane].remove(item, before);
                    waiting.addAndGet(lane, -item.cost);
                    messages.decrementAndGet(lane);
                    gone++;
                }
                item = item.next;
            }
            discarded |= gone > 0;
            return gone;
        }
    }

    private void add(Item item) {
        Item before;
        do {
            before = added.get();
            item.next = before;
        } while (!added.compareAndSet(before, item));
        if (before == null) {
            transport.execute(this::flush);
        }
    }

    /** Moves what was added into its lanes. */
    private void collect() {
        Item newest = added.getAndSet(null);
        Item oldest = null;
        while (newest != null) {
            Item next = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = next;
        }
        while (oldest != null) {
            Item next = oldest.next;
            oldest.next = null;
            if (oldest.cost == CONTROL) {
                control += PER_FRAME + oldest.frame.length;
            }
            lanes[oldest.lane].append(oldest);
            oldest = next;
        }
    }

    private boolean isAnyWaiting() {
        for (Lane lane : lanes) {
            if (lane.first != null) {
                return true;
            }
        }
        return false;
    }

    private int chunkLength() {
        int length = 0;
        for (int i = 0; i < LANES && length < CHUNK; i++) {
            for (Item item = lanes[i].first; item != null && length < CHUNK; item = item.next) {
                length += item.frame.length;
            }
        }
        return length;
    }

    private Buffer chunk() {
        // Of the right size at once: growing copies all of it several times.
        Buffer chunk = Buffer.buffer(chunkLength());
        for (int i = 0; i < LANES && chunk.length() < CHUNK; i++) {
            Lane lane = lanes[i];
            int cost = 0;
            int count = 0;
            while (lane.first != null && chunk.length() < CHUNK) {
                byte[] frame = lane.first.frame;
                chunk.appendBytes(frame);
                if (lane.first.cost == CONTROL) {
                    control -= PER_FRAME + frame.length;
                } else {
                    if (discarded) {
                        discarded = false;
                        chunk.setByte(chunk.length() - frame.length, (byte) (frame[0] | discardBit));
                    }
                    cost += lane.first.cost;
                    count++;
                }
                lane.first = lane.first.next;
            }
            if (lane.first == null) {
                lane.last = null;
            }
            if (count != 0) {
                waiting.addAndGet(i, -cost);
                messages.addAndGet(i, -count);
            }
        }
        return chunk;
    }

    private void forget() {
        control = 0;
        for (int i = 0; i < LANES; i++) {
            lanes[i].first = null;
            lanes[i].last = null;
            waiting.set(i, 0);
            messages.set(i, 0);
        }
    }
}
