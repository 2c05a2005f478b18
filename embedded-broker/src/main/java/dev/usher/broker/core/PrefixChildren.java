package dev.usher.broker.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What follows the prefixes at one place of a filter, {@code A*}, {@code AB*}, ...: one look-up for each length that a
 * prefix here has, and never more than the level has characters. Changed by one thread at a time, read by any.
 */
final class PrefixChildren<N> {

    private final Map<String, N> byPrefix = new ConcurrentHashMap<>(2);
    private final Map<Integer, Integer> countByLength = new TreeMap<>();
    /** Those that occur, the shortest first. */
    private volatile int[] lengths = {};

    boolean isEmpty() {
        return byPrefix.isEmpty();
    }

    N get(String prefix) {
        return byPrefix.get(prefix);
    }

    void put(String prefix, N child) {
        if (byPrefix.put(prefix, child) == null && countByLength.merge(prefix.length(), 1, Integer::sum) == 1) {
            rememberLengths();
        }
    }

    void remove(String prefix) {
        if (byPrefix.remove(prefix) != null
                && countByLength.computeIfPresent(prefix.length(), (l, n) -> n == 1 ? null : n - 1) == null) {
            rememberLengths();
        }
    }

    private void rememberLengths() {
        lengths = countByLength.keySet().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Passes on the child of every prefix that the level begins with. */
    void forEachBeginningOf(String level, Consumer<N> action) {
        for (int length : lengths) {
            if (length > level.length()) {
                return;
            }
            N child = byPrefix.get(level.substring(0, length));
            if (child != null) {
                action.accept(child);
            }
        }
    }
}
