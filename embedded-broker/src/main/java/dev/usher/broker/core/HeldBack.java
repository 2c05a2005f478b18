package dev.usher.broker.core;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What faults put off. Each task runs once or is discarded once. Thread-safe; tasks run without a lock. */
final class HeldBack {

    private final class Task implements Runnable {
        private final Runnable goOn;
        private final Runnable discarded;

        Task(Runnable goOn, Runnable discarded) {
            this.goOn = goOn;
            this.discarded = discarded;
        }

        @Override
        public void run() {
            if (tasks.remove(this)) {
                goOn.run();
            }
        }

        void discard() {
            if (tasks.remove(this)) {
                discarded.run();
            }
        }
    }

    private final Set<Task> tasks = ConcurrentHashMap.newKeySet();

    /** @return runs the task if nothing else did */
    Runnable add(Runnable goOn, Runnable discarded) {
        Task task = new Task(goOn, discarded);
        tasks.add(task);
        return task;
    }

    void release() {
        List.copyOf(tasks).forEach(Task::run);
    }

    void discard() {
        List.copyOf(tasks).forEach(Task::discard);
    }

    /** Of a process that is no more, which nothing can run. */
    void forget() {
        tasks.clear();
    }
}
