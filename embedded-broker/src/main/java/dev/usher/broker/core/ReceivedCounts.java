package dev.usher.broker.core;

import java.util.concurrent.atomic.AtomicLong;

/** What one client published, and what became of it. Thread-safe. */
public final class ReceivedCounts {

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong invalidTopics = new AtomicLong();
    private final AtomicLong unmatched = new AtomicLong();

    ReceivedCounts() {}

    void accept() {
        accepted.incrementAndGet();
    }

    void refuse() {
        refused.incrementAndGet();
    }

    void invalidTopic() {
        invalidTopics.incrementAndGet();
    }

    void unmatch() {
        unmatched.incrementAndGet();
    }

    /** Messages the broker accepted, also those that matched no subscription. */
    public long accepted() {
        return accepted.get();
    }

    /** Messages the publish ACL refused. */
    public long refused() {
        return refused.get();
    }

    /** Messages to topics that nobody could subscribe to. */
    public long invalidTopics() {
        return invalidTopics.get();
    }

    /** Messages that were accepted and matched no subscription. */
    public long unmatched() {
        return unmatched.get();
    }

    public long all() {
        return accepted() + refused() + invalidTopics();
    }

    public long discarded() {
        return refused() + invalidTopics() + unmatched();
    }
}
