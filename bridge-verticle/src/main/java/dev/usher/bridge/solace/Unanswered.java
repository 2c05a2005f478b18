package dev.usher.bridge.solace;

import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.Seldom;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one sender that were handed to JCSMP, or given up, and whose answer is not told yet: a queue in the order they were
 * offered.
 *
 * <pre>
 *        told ◄── accepted  accepted  open  accepted  open  open ◄── sent
 *                 ╰─ next answers ─╯   ▲
 *                                      the first without an outcome holds up those behind it
 * </pre>
 *
 * The outcome comes from whichever thread knows it; answers are told on the context, all that are due in one go: one task for each
 * time that the context gets round to it, not one for each acknowledgement. Nothing is allocated per event.
 */
final class Unanswered {

    /** Hears how it goes. */
    interface Watcher {
        /** So many are going to be told; on the context. */
        void answered(int count);

        /** All that were due were told, and listened to; on the context. */
        void allTold();

        /** A defect of whoever listens: of so many it may not know what became; on the context. */
        void notTaken(int count, Throwable cause);

        /** The broker has answered one, and so many are open; on any thread, and must not wait. */
        void acknowledged(int stillOpen);
    }

    private static final Logger log = LoggerFactory.getLogger(Unanswered.class);

    private final Context context;
    private final EventPublisher.Answers answers;
    private final Watcher watcher;
    private final Seldom logs = new Seldom();

    // Guarded by this. A ring; an outcome of null is one that is awaited.
    private OutboundEvent[] events = new OutboundEvent[1024];
    private PublishOutcome[] outcomes = new PublishOutcome[1024];
    private int head;
    private int size;
    private int open;
    /** Everything before this place has its outcome. */
    private int firstOpen;
    /** How many have left the queue at its head. */
    private long left;

    /** Whose events were taken back, although JCSMP may have taken them and send them at any time. */
    private final Set<PartitionId> copied = new HashSet<>();
    /** What is sent as the event of this number, or later, is sent after all that was taken back. */
    private long afterCopies = Long.MAX_VALUE;

    /** Abandoned ones, that wait for nobody. */
    private List<OutboundEvent> aside = List.of();

    private PublishOutcome asideOutcome;

    private boolean scheduled;
    private boolean telling;
    private Object line;

    Unanswered(Context context, EventPublisher.Answers answers, Watcher watcher) {
        this.context = context;
        this.answers = answers;
        this.watcher = watcher;
    }

    /** From now on events are sent over this connection, and only its answers count. */
    synchronized void begin(Object newLine) {
        line = newLine;
        forgetCopies();
    }

    /** @param outcome of all of them, null when the broker is going to say */
    synchronized void add(OutboundEvent[] added, int count, PublishOutcome outcome) {
        // Room first: all are added, or none.
        while (size + count > events.length) {
            grow();
        }
        for (int i = 0; i < count; i++) {
            append(added[i], outcome);
        }
        tell();
    }

    synchronized void add(OutboundEvent event, PublishOutcome outcome) {
        if (size == events.length) {
            grow();
        }
        append(event, outcome);
        tell();
    }

    /** These are abandoned, so nobody minds that others offered before them are not answered yet. */
    synchronized void addAside(List<OutboundEvent> abandoned, PublishOutcome outcome) {
        List<OutboundEvent> all = new ArrayList<>(aside);
        all.addAll(abandoned);
        aside = all;
        asideOutcome = outcome;
        tell();
    }

    private void append(OutboundEvent event, PublishOutcome outcome) {
        int place = at(size);
        events[place] = event;
        outcomes[place] = outcome;
        if (outcome == null) {
            open++;
        } else if (firstOpen == size) {
            firstOpen++;
        }
        size++;
    }

    /**
     * The broker has answered. What it says over a connection given up since counts for nothing, nor does a second answer.
     *
     * @param key the event
     */
    synchronized void resolve(Object from, Object key, PublishOutcome outcome) {
        if (from != line) {
            return;
        }
        // Answers come in the order of sending, so it is the first that is open.
        for (int i = firstOpen; i < size; i++) {
            int place = at(i);
            if (events[place] == key) {
                if (outcomes[place] == null) {
                    outcomes[place] = outcome;
                    open--;
                    if (left + i >= afterCopies) {
                        forgetCopies();
                    }
                    watcher.acknowledged(open);
                    passOver();
                    tell();
                }
                return;
            }
        }
    }

    /**
     * Takes back the events added last, as long as they are open: they are going to be sent again, or answered, before any other. Their
     * partitions are {@linkplain #holds held} until the broker has answered one behind them, or JCSMP has another session.
     */
    synchronized int takeBack(int most) {
        afterCopies = copied.isEmpty() ? left + size : Math.max(afterCopies, left + size);
        int taken = 0;
        while (taken < most && size > 0 && outcomes[at(size - 1)] == null) {
            size--;
            open--;
            taken++;
            copied.add(events[at(size)].record().partition());
            events[at(size)] = null;
        }
        firstOpen = Math.min(firstOpen, size);
        return taken;
    }

    private void forgetCopies() {
        copied.clear();
        afterCopies = Long.MAX_VALUE;
    }

    /** The connection is given up: nobody is going to say what became of those that are open. */
    synchronized int giveUp(PublishOutcome outcome) {
        int given = open;
        for (int i = firstOpen; i < size; i++) {
            int place = at(i);
            if (outcomes[place] == null) {
                outcomes[place] = outcome;
            }
        }
        open = 0;
        firstOpen = size;
        line = null;
        tell();
        return given;
    }

    /** Whether there may be events of these partitions that the broker has not answered. */
    synchronized boolean holds(Set<PartitionId> partitions) {
        if (!Collections.disjoint(copied, partitions)) {
            return true;
        }
        for (int i = firstOpen; i < size; i++) {
            int place = at(i);
            if (outcomes[place] == null
                    && partitions.contains(events[place].record().partition())) {
                return true;
            }
        }
        return false;
    }

    /** How many the broker has not answered. */
    synchronized int open() {
        return open;
    }

    /** Whether every answer was told and listened to. */
    synchronized boolean isEmpty() {
        return size == 0 && aside.isEmpty() && !telling;
    }

    private void passOver() {
        while (firstOpen < size && outcomes[at(firstOpen)] != null) {
            firstOpen++;
        }
    }

    private void tell() {
        if (due() && !scheduled) {
            scheduled = true;
            try {
                context.runOnContext(v -> tellAll());
            } catch (RejectedExecutionException e) {
                // Vert.x itself has ended, so there is nobody left to be told.
                log.debug("answers not told count={}", firstOpen);
            } catch (RuntimeException | Error e) {
                // With the next answer again, or when it is asked to.
                scheduled = false;
                long times = logs.happened();
                if (times > 0) {
                    log.error("answers not told times={} count={}", times, firstOpen, Traces.of(e));
                }
            }
        }
    }

    /** What is due, if the context did not take the task before: no later answer may come. */
    synchronized void tellAgain() {
        tell();
    }

    private boolean due() {
        return firstOpen > 0 || !aside.isEmpty();
    }

    private void tellAll() {
        try {
            while (tellNext()) {
                continue;
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                telling = false;
                scheduled = false;
                tell();
            }
            throw e;
        }
        watcher.allTold();
    }

    /** @return whether there was something */
    private boolean tellNext() {
        List<OutboundEvent> run;
        PublishOutcome outcome;
        synchronized (this) {
            telling = due();
            scheduled = telling;
            if (!telling) {
                return false;
            }
            if (aside.isEmpty()) {
                outcome = outcomes[head];
                run = takeRun(outcome);
            } else {
                outcome = asideOutcome;
                run = aside;
                aside = List.of();
            }
        }
        watcher.answered(run.size());
        try {
            answers.settled(run, outcome);
        } catch (RuntimeException | Error e) {
            watcher.notTaken(run.size(), e);
        }
        return true;
    }

    /** The events in front with the same outcome. */
    private List<OutboundEvent> takeRun(PublishOutcome outcome) {
        int count = 1;
        while (count < firstOpen && outcome.equals(outcomes[at(count)])) {
            count++;
        }
        List<OutboundEvent> run = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int place = at(i);
            run.add(events[place]);
            events[place] = null;
            outcomes[place] = null;
        }
        head = at(count);
        size -= count;
        firstOpen -= count;
        left += count;
        return run;
    }

    private int at(int index) {
        return head + index & events.length - 1;
    }

    private void grow() {
        OutboundEvent[] moreEvents = new OutboundEvent[2 * events.length];
        PublishOutcome[] moreOutcomes = new PublishOutcome[2 * events.length];
        for (int i = 0; i < size; i++) {
            moreEvents[i] = events[at(i)];
            moreOutcomes[i] = outcomes[at(i)];
        }
        events = moreEvents;
        outcomes = moreOutcomes;
        head = 0;
    }
}
