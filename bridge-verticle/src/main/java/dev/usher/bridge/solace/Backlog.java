package dev.usher.bridge.solace;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many events a sender has taken of which nobody was told yet what became of them. Safe on any thread. */
final class Backlog implements Unanswered.Watcher {

    private static final Logger log = LoggerFactory.getLogger(Backlog.class);

    private final AtomicInteger events = new AtomicInteger();
    private final int room;
    private final Runnable wake;

    private volatile String untaken;

    /**
     * @param room with so many guaranteed events with JCSMP there is room for more again
     * @param wake of the sending thread
     */
    Backlog(int room, Runnable wake) {
        this.room = room;
        this.wake = wake;
    }

    int size() {
        return events.get();
    }

    void taken(int count) {
        events.addAndGet(count);
    }

    /** Answers that nobody took; null when all were. */
    String untaken() {
        return untaken;
    }

    @Override
    public void answered(int count) {
        events.addAndGet(-count);
    }

    @Override
    public void notTaken(int count, Throwable cause) {
        String what = cause.getClass().getSimpleName();
        untaken = "answers were not taken because of a defect (" + what
                + "): positions stand still; restart to go on where they stand";
        log.error("answers not taken count={} cause={}", count, what, Traces.of(cause));
    }

    @Override
    public void allTold() {
        wake.run();
    }

    @Override
    public void acknowledged(int stillOpen) {
        if (stillOpen == room) {
            wake.run();
        }
    }
}
