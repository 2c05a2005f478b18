package dev.usher.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest things that clients were refused; bounded, for tests. */
final class Refusals {

    private static final int CAPACITY = 1_000;

    private final Changes changes;
    private final Deque<Refusal> newest = new ArrayDeque<>();

    Refusals(Changes changes) {
        this.changes = changes;
    }

    void add(Refusal.Kind kind, String client, String subject, Object reason) {
        synchronized (newest) {
            if (newest.size() == CAPACITY) {
                newest.removeFirst();
            }
            newest.addLast(new Refusal(kind, client, subject, reason.toString()));
        }
        changes.happened();
    }

    List<Refusal> all() {
        synchronized (newest) {
            return List.copyOf(newest);
        }
    }

    void clear() {
        synchronized (newest) {
            newest.clear();
        }
    }
}
