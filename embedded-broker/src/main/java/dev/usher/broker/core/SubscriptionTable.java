package dev.usher.broker.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Which clients a topic goes to: a tree by level. Once {@link #remove} has returned, no later {@link #match} finds the
 * client through that filter.
 */
final class SubscriptionTable {

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();
        final Map<String, Node> prefixes = new HashMap<>();
        Node any;
        /** Filters that end here, and those that go on with any number of levels. */
        final Set<Client> exact = new LinkedHashSet<>();

        final Set<Client> hash = new LinkedHashSet<>();

        boolean isEmpty() {
            return literals.isEmpty() && prefixes.isEmpty() && any == null && exact.isEmpty() && hash.isEmpty();
        }
    }

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Node root = new Node();
    private int size;

    void add(Filter filter, Client client) {
        lock.writeLock().lock();
        try {
            Node node = root;
            for (FilterLevel level : filter.levels()) {
                node = child(node, level);
            }
            if ((filter.hash() ? node.hash : node.exact).add(client)) {
                size++;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    void remove(Filter filter, Client client) {
        lock.writeLock().lock();
        try {
            if (remove(root, filter, 0, client)) {
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

    /** Each client at most once, however many of its filters match. */
    Iterable<Client> match(String topic) {
        String[] levels = topic.split("/", -1);
        List<Set<Client>> found = new ArrayList<>(4);
        lock.readLock().lock();
        try {
            collect(root, levels, 0, found);
            if (found.isEmpty()) {
                return List.of();
            }
            if (found.size() == 1) {
                return List.copyOf(found.get(0));
            }
            Set<Client> all = new LinkedHashSet<>();
            found.forEach(all::addAll);
            return all;
        } finally {
            lock.readLock().unlock();
        }
    }

    private static void collect(Node node, String[] levels, int at, List<Set<Client>> found) {
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
        Node literal = node.literals.get(level);
        if (literal != null) {
            collect(literal, levels, at + 1, found);
        }
        for (Map.Entry<String, Node> e : node.prefixes.entrySet()) {
            if (FilterLevel.prefix(e.getKey()).matches(level, first)) {
                collect(e.getValue(), levels, at + 1, found);
            }
        }
        if (node.any != null && FilterLevel.ANY.matches(level, first)) {
            collect(node.any, levels, at + 1, found);
        }
    }

    private static Node child(Node node, FilterLevel level) {
        return switch (level.kind()) {
            case LITERAL -> node.literals.computeIfAbsent(level.text(), k -> new Node());
            case PREFIX -> node.prefixes.computeIfAbsent(level.text(), k -> new Node());
            case ANY -> {
                if (node.any == null) {
                    node.any = new Node();
                }
                yield node.any;
            }
        };
    }

    private static Node existingChild(Node node, FilterLevel level) {
        return switch (level.kind()) {
            case LITERAL -> node.literals.get(level.text());
            case PREFIX -> node.prefixes.get(level.text());
            case ANY -> node.any;
        };
    }

    private static boolean remove(Node node, Filter filter, int at, Client client) {
        if (at == filter.levels().size()) {
            return (filter.hash() ? node.hash : node.exact).remove(client);
        }
        FilterLevel level = filter.levels().get(at);
        Node child = existingChild(node, level);
        if (child == null || !remove(child, filter, at + 1, client)) {
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
