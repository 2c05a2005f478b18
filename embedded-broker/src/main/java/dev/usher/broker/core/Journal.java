package dev.usher.broker.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest messages that clients published and the broker accepted; bounded, for tests. */
final class Journal {

    private static final long MAX_PAYLOAD_BYTES = 32_000_000;

    private final int capacity;
    private final Deque<Message> messages = new ArrayDeque<>();
    private long payloadBytes;

    Journal(int capacity) {
        this.capacity = capacity;
    }

    void add(Message message) {
        synchronized (messages) {
            messages.addLast(message);
            payloadBytes += message.payload().length;
            while (messages.size() > capacity || payloadBytes > MAX_PAYLOAD_BYTES) {
                payloadBytes -= messages.removeFirst().payload().length;
            }
        }
    }

    List<Message> matching(Filter filter) {
        List<Message> all;
        synchronized (messages) {
            all = new ArrayList<>(messages);
        }
        all.removeIf(m -> !filter.matches(m.topic()));
        return all;
    }

    void clear() {
        synchronized (messages) {
            messages.clear();
            payloadBytes = 0;
        }
    }
}
