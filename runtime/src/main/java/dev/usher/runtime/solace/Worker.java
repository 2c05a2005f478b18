package dev.usher.runtime.solace;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that runs tasks in order and can be ended although a task is stuck. */
final class Worker {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    private final String name;
    private final BiFunction<String, Runnable, Thread> threads;
    private final ThreadPoolExecutor executor;

    Worker(String name) {
        this(name, Worker::daemon);
    }

    /** @param threads makes those for {@link #beside}, of a name and a task */
    Worker(String name, BiFunction<String, Runnable, Thread> threads) {
        this.name = name;
        this.threads = threads;
        this.executor = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(name, task));
        // Lets the timer have its thread now: later there may be none to be had.
        CompletableFuture.delayedExecutor(0, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {});
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Queues a task; false after the end. */
    boolean submit(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Queues a task after a while, unless the end comes first. */
    void submitLater(long millis, Runnable task) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, this::submit)
                .execute(task);
    }

    /** Runs a task at once on a thread of its own; if there is none to be had, after those that are queued. */
    void beside(String what, Runnable task) {
        try {
            threads.apply(name + "-" + what, task).start();
        } catch (RuntimeException | Error e) {
            log.error("no thread to be had, the task waits thread={} task={}", name, what, e);
            if (!submit(task)) {
                task.run();
            }
        }
    }

    /** Takes no more tasks. */
    void shutDown() {
        executor.shutdown();
    }

    /** Waits until all tasks are done, at most so long. */
    boolean awaitEnd(long millis) {
        try {
            return executor.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Interrupts the running task and gives those that were not begun. */
    List<Runnable> interrupt() {
        return executor.shutdownNow();
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            log.error("task failed thread={}", name, e);
        }
    }
}
