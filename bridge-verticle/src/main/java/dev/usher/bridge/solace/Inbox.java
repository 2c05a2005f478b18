package dev.usher.bridge.solace;

import dev.usher.bridge.core.OutboundEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The chunks a sender was given and has not sent. Anybody adds; one thread takes. */
final class Inbox {

    private final Object lock = new Object();
    /** Guarded by lock. */
    private ArrayDeque<List<OutboundEvent>> arrived = new ArrayDeque<>();
    /** Guarded by lock. */
    private boolean closed;

    private final AtomicInteger size = new AtomicInteger();

    /** Of the taking thread. */
    private final Front front = new Front();

    /** Of the taking thread, empty; exchanged for {@link #arrived}. */
    private ArrayDeque<List<OutboundEvent>> spare = new ArrayDeque<>();

    /** @return whether it was taken: not after {@link #close} */
    boolean add(List<OutboundEvent> chunk) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            arrived.add(chunk);
            size.addAndGet(chunk.size());
            return true;
        }
    }

    /** From now on what is here is all there is going to be. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    /** Events not taken yet. Safe on any thread. */
    int size() {
        return size.get();
    }

    /** The first event; null when there is none now. */
    OutboundEvent first() {
        if (front.isEmpty()) {
            fetch();
        }
        return front.first();
    }

    /**
     * Copies events from the front, across chunks, for as long as they go by the same delivery mode and are not abandoned. They stay here
     * until they are {@link #skip}ped.
     *
     * @return how many
     */
    int copy(OutboundEvent[] into, int most) {
        fetch();
        return front.copy(into, most);
    }

    /** Forgets events at the front. */
    void skip(int count) {
        front.skip(count);
        size.addAndGet(-count);
    }

    /** Takes the abandoned events out, wherever they are. */
    List<OutboundEvent> takeAbandoned() {
        fetch();
        List<OutboundEvent> taken = front.takeAbandoned();
        size.addAndGet(-taken.size());
        return taken;
    }

    private void fetch() {
        ArrayDeque<List<OutboundEvent>> all;
        synchronized (lock) {
            if (arrived.isEmpty()) {
                return;
            }
            all = arrived;
            arrived = spare;
        }
        front.add(all);
        all.clear();
        spare = all;
    }

    /** What the taking thread has already fetched, and how far it is. */
    private static final class Front {
        private final ArrayDeque<List<OutboundEvent>> chunks = new ArrayDeque<>();
        /** Of the first event in the first chunk. */
        private int position;

        boolean isEmpty() {
            return chunks.isEmpty();
        }

        void add(ArrayDeque<List<OutboundEvent>> more) {
            chunks.addAll(more);
        }

        OutboundEvent first() {
            return chunks.isEmpty() ? null : chunks.peekFirst().get(position);
        }

        int copy(OutboundEvent[] into, int most) {
            int count = 0;
            int from = position;
            for (List<OutboundEvent> chunk : chunks) {
                int end = Math.min(chunk.size(), from + most - count);
                for (int i = from; i < end; i++) {
                    OutboundEvent event = chunk.get(i);
                    if (event.abandoned()
                            || count > 0
                                    && event.delivery().mode()
                                            != into[0].delivery().mode()) {
                        return count;
                    }
                    into[count++] = event;
                }
                if (count == most) {
                    return count;
                }
                from = 0;
            }
            return count;
        }

        List<OutboundEvent> takeAbandoned() {
            List<OutboundEvent> taken = new ArrayList<>();
            List<List<OutboundEvent>> left = new ArrayList<>();
            int from = position;
            for (List<OutboundEvent> chunk : chunks) {
                List<OutboundEvent> stay = new ArrayList<>();
                for (OutboundEvent event : chunk.subList(from, chunk.size())) {
                    (event.abandoned() ? taken : stay).add(event);
                }
                if (!stay.isEmpty()) {
                    left.add(stay);
                }
                from = 0;
            }
            if (!taken.isEmpty()) {
                chunks.clear();
                chunks.addAll(left);
                position = 0;
            }
            return taken;
        }

        void skip(int count) {
            int left = count;
            while (left > 0) {
                List<OutboundEvent> chunk = chunks.peekFirst();
                int here = Math.min(left, chunk.size() - position);
                position += here;
                left -= here;
                if (position == chunk.size()) {
                    chunks.removeFirst();
                    position = 0;
                }
            }
        }
    }
}
