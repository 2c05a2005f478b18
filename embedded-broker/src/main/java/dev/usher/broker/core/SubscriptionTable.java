package dev.usher.broker.core;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;

/**
 * Whom a topic goes to: a tree by level. Once {@link #remove} has returned, no later {@link #match} finds the subscriber
 * through that filter; while a filter changes its QoS, every match finds it with the one or the other. A match sees the
 * table as it was at one moment: who adds one filter and then removes another is found by one of the two at all times.
 *
 * <p>Matches take no lock unless somebody changes the table meanwhile. What one costs depends on the topic and on the
 * filters that match its first levels, not on how many other filters there are.
 *
 * @param <S> a subscriber, compared by identity
 */
final class SubscriptionTable<S> {

    /**
     * Whom a topic goes to, each once. Nobody may change the collections.
     *
     * @param guaranteed those with at least one matching filter of QoS 1
     * @param direct the others
     */
    record Matches<S>(Collection<S> guaranteed, Collection<S> direct) {}

    private final StampedLock lock = new StampedLock();
    private final TopicNode<S> root = new TopicNode<>();
    private final AtomicInteger size = new AtomicInteger();

    /** Adds a filter, or gives one that is there this QoS. */
    void put(Filter filter, S subscriber, int qos) {
        long stamp = lock.writeLock();
        try {
            TopicNode<S> node = root;
            for (FilterLevel level : filter.levels()) {
                node = node.makeChild(level);
            }
            if (node.makeSubscribers(filter.hash()).put(subscriber, qos > 0)) {
                size.incrementAndGet();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    void remove(Filter filter, S subscriber) {
        long stamp = lock.writeLock();
        try {
            if (remove(root, filter, 0, subscriber)) {
                size.decrementAndGet();
            }
        } finally {
            lock.unlockWrite(stamp);
        }
    }

    private static <S> boolean remove(TopicNode<S> node, Filter filter, int at, S subscriber) {
        if (at == filter.levels().size()) {
            return node.removeSubscriber(filter.hash(), subscriber);
        }
        FilterLevel level = filter.levels().get(at);
        TopicNode<S> child = node.child(level);
        if (child == null || !remove(child, filter, at + 1, subscriber)) {
            return false;
        }
        if (child.isEmpty()) {
            node.removeChild(level);
        }
        return true;
    }

    int size() {
        return size.get();
    }

    /** Each subscriber at most once, however many of its filters match. */
    Matches<S> match(String topic) {
        String[] levels = Filter.levelsOf(topic);
        long stamp = lock.tryOptimisticRead();
        if (stamp != 0) {
            Found<S> found = new Found<>();
            root.collect(levels, 0, found);
            Matches<S> matches = found.matches(false);
            if (matches != null && lock.validate(stamp)) {
                return matches;
            }
        }
        stamp = lock.readLock();
        try {
            Found<S> found = new Found<>();
            root.collect(levels, 0, found);
            return found.matches(true);
        } finally {
            lock.unlockRead(stamp);
        }
    }
}
