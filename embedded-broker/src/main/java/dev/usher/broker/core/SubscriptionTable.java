package dev.usher.broker.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/**
 * Whom a topic goes to: a tree by level. Once {@link #remove} has returned, no later {@link #match} finds the subscriber
 * through that filter; while a filter changes its QoS, every match finds it with the one or the other.
 *
 * @param <S> a subscriber, compared by identity
 */
final class SubscriptionTable<S> {

    /**
     * Whom a topic goes to, each once.
     *
     * @param guaranteed those with at least one matching filter of QoS 1
     * @param direct the others
     */
    record Matches<S>(Collection<S> guaranteed, Collection<S> direct) {}

    /** Who subscribed with a filter that ends at a node. */
    private static final class Leaf<S> {
        final Set<S> direct = new LinkedHashSet<>();
        final Set<S> guaranteed = new LinkedHashSet<>();

        boolean isEmpty() {
            return direct.isEmpty() && guaranteed.isEmpty();
        }

        boolean put(S subscriber, boolean qos1) {
            boolean known = (qos1 ? direct : guaranteed).remove(subscriber);
            return (qos1 ? guaranteed : direct).add(subscriber) && !known;
        }

        boolean remove(S subscriber) {
            return direct.remove(subscriber) || guaranteed.remove(subscriber);
        }
    }

    private static final class Node<S> {
        final Map<String, Node<S>> literals = new HashMap<>();
        final Map<String, Node<S>> prefixes = new HashMap<>();
        Node<S> any;
        /** Filters that end here, and those that go on with any number of levels. */
        final Leaf<S> exact = new Leaf<>();

        final Leaf<S> hash = new Leaf<>();

        boolean isEmpty() {
            return literals.isEmpty() && prefixes.isEmpty() && any == null && exact.isEmpty() && hash.isEmpty();
        }
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Node<S> root = new Node<>();
    private int size;

    /** Adds a filter, or gives one that is there this QoS. */
    void put(Filter filter, S subscriber, int qos) {
        lock.writeLock().lock();
        try {
            Node<S> node = root;
            for (FilterLevel level : filter.levels()) {
                node = child(node, level);
            }
            if ((filter.hash() ? node.hash : node.exact).put(subscriber, qos > 0)) {
                size++;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    void remove(Filter filter, S subscriber) {
        lock.writeLock().lock();
        try {
            if (remove(root, filter, 0, subscriber)) {
                size--;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    int size() {
        lock.readLock().lock();
        try {
            return size;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Each subscriber at most once, however many of its filters match. */
    Matches<S> match(String topic) {
        String[] levels = topic.split("/", -1);
        List<Leaf<S>> found = new ArrayList<>(4);
        lock.readLock().lock();
        try {
            collect(root, levels, 0, found);
            Collection<S> guaranteed = union(found, leaf -> leaf.guaranteed);
            Collection<S> direct = union(found, leaf -> leaf.direct);
            if (!guaranteed.isEmpty() && !direct.isEmpty()) {
                direct = new LinkedHashSet<>(direct);
                direct.removeAll(guaranteed);
            }
            return new Matches<>(guaranteed, direct);
        } finally {
            lock.readLock().unlock();
        }
    }

    private static <S> Collection<S> union(List<Leaf<S>> found, Function<Leaf<S>, Set<S>> of) {
        Set<S> first = null;
        Set<S> all = null;
        for (Leaf<S> leaf : found) {
            Set<S> some = of.apply(leaf);
            if (some.isEmpty()) {
                continue;
            }
            if (first == null) {
                first = some;
            } else {
                all = all == null ? new LinkedHashSet<>(first) : all;
                all.addAll(some);
            }
        }
        if (all != null) {
            return all;
        }
        return first == null ? List.of() : List.copyOf(first);
    }

    private static <S> void collect(Node<S> node, String[] levels, int at, List<Leaf<S>> found) {
        boolean first = at == 0;
        if (!node.hash.isEmpty() && !(first && FilterLevel.hidden(levels[0]))) {
            found.add(node.hash);
        }
        if (at == levels.length) {
            if (!node.exact.isEmpty()) {
                found.add(node.exact);
            }
            return;
        }
        String level = levels[at];
        Node<S> literal = node.literals.get(level);
        if (literal != null) {
            collect(literal, levels, at + 1, found);
        }
        for (Map.Entry<String, Node<S>> e : node.prefixes.entrySet()) {
            if (FilterLevel.prefix(e.getKey()).matches(level, first)) {
                collect(e.getValue(), levels, at + 1, found);
            }
        }
        if (node.any != null && FilterLevel.ANY.matches(level, first)) {
            collect(node.any, levels, at + 1, found);
        }
    }

    private static <S> Node<S> child(Node<S> node, FilterLevel level) {
        return switch (level.kind()) {
            case LITERAL -> node.literals.computeIfAbsent(level.text(), k -> new Node<>());
            case PREFIX -> node.prefixes.computeIfAbsent(level.text(), k -> new Node<>());
            case ANY -> {
                if (node.any == null) {
                    node.any = new Node<>();
                }
                yield node.any;
            }
        };
    }

    private static <S> Node<S> existingChild(Node<S> node, FilterLevel level) {
        return switch (level.kind()) {
            case LITERAL -> node.literals.get(level.text());
            case PREFIX -> node.prefixes.get(level.text());
            case ANY -> node.any;
        };
    }

    private static <S> boolean remove(Node<S> node, Filter filter, int at, S subscriber) {
        if (at == filter.levels().size()) {
            return (filter.hash() ? node.hash : node.exact).remove(subscriber);
        }
        FilterLevel level = filter.levels().get(at);
        Node<S> child = existingChild(node, level);
        if (child == null || !remove(child, filter, at + 1, subscriber)) {
            return false;
        }
        if (child.isEmpty()) {
            switch (level.kind()) {
                case LITERAL -> node.literals.remove(level.text());
                case PREFIX -> node.prefixes.remove(level.text());
                case ANY -> node.any = null;
            }
        }
        return true;
    }
}
