package dev.usher.broker.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The newest messages that clients published and the broker accepted, in the order it did; bounded, for tests. */
public final class Journal {

    private final JournalLimits limits;
    private final Changes changes;
    private final Deque<Message> messages = new ArrayDeque<>();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicInteger generation = new AtomicInteger();
    private long bytes;

    Journal(JournalLimits limits, Changes changes) {
        this.limits = limits;
        this.changes = changes;
    }

    /** Of the clients that are admitted now: messages of those before the last {@link #startOver} are not kept. */
    int generation() {
        return generation.get();
    }

    /** @return whether it was accepted, which it was not if its client is of an earlier generation */
    boolean add(Message message, int of) {
        if (limits.isOff()) {
            if (of != generation.get()) {
                return false;
            }
            accepted.increment();
            dropped.increment();
            return true;
        }
        synchronized (messages) {
            if (of != generation.get()) {
                return false;
            }
            accepted.increment();
            messages.addLast(message);
            bytes += message.size();
            while (messages.size() > limits.messages() || bytes > limits.bytes()) {
                bytes -= messages.removeFirst().size();
                dropped.increment();
            }
        }
        changes.happened();
        return true;
    }

    /** Every message since the start, kept or not. */
    public long accepted() {
        return accepted.sum();
    }

    /** Of those the ones there was no room for. */
    public long dropped() {
        return dropped.sum();
    }

    /** Those that are kept, oldest first. */
    public List<Message> all() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /** Of {@link #all} those with such a topic; no wildcard in the first level matches a topic that begins with {@code $}. */
    public List<Message> matching(Filter filter) {
        List<Message> all = new ArrayList<>(all());
        all.removeIf(m -> !filter.matches(m.topic()));
        return all;
    }

    /** Forgets the messages; what was counted stays. */
    public void clear() {
        synchronized (messages) {
            messages.clear();
            bytes = 0;
        }
    }

    void startOver() {
        synchronized (messages) {
            generation.incrementAndGet();
            clear();
            accepted.reset();
            dropped.reset();
        }
    }
}
