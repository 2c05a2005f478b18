package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.Seldom;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends over one session, from one thread of its own, in the order offered. Up to {@value MessageRing#SIZE} events go with one call, of
 * one delivery mode, those that wait anyway: nothing is held back to fill a call.
 *
 * <p>At most {@value #WINDOW} guaranteed events are with JCSMP at a time. The wait for room in the window happens here and not inside
 * JCSMP, so that every event is asked whether it is abandoned right before JCSMP gets it. What JCSMP has it may still send, also after
 * its process was stopped for a while: those {@value #WINDOW} at most.
 */
final class Sender {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    /** The most JCSMP allows for {@code PUB_ACK_WINDOW_SIZE} (JCSMP Javadoc, JCSMPProperties). */
    static final int WINDOW = 255;

    /** With so many open there is room for a full batch; with more it waits. Brokers acknowledge long before. */
    private static final int ROOM = WINDOW - MessageRing.SIZE;

    /** How often to look, while waiting for something that nobody is sure to announce. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long DEFECT_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final PublishOutcome GIVEN_AWAY = new PublishOutcome.Unknown("the partition was given away");
    private static final PublishOutcome CLOSED = new PublishOutcome.Unknown("closed before it was acknowledged");
    private static final PublishOutcome LOST =
            new PublishOutcome.Unknown("the session went down before it was acknowledged");

    private final PublisherObserver observer;
    private final RejectionLog rejections;
    private final Seldom defects = new Seldom();
    private final Inbox inbox = new Inbox();
    private final Backlog backlog = new Backlog(ROOM, this::wake);
    private final Unanswered unanswered;
    private final Batch batch = new Batch();
    private final Failures failures = new Failures();
    private final Replacement replacement;
    private final Runnable onEnd;
    private final Thread thread;

    /** The session given last; it may be away for a while. */
    private volatile Line line;
    /** Whether it is up. */
    private volatile boolean up;

    private volatile boolean closed;

    /** What stopped it, until it gets on again; null when nothing did. */
    private volatile String defect;

    /** What was sent last over; changed by the sending thread. */
    private volatile Line used;

    // Of the sending thread.
    /** So many of the next events are sent one by one, so that JCSMP's complaint is about one of them. */
    private int oneByOne;

    /** So many events at the front of the inbox are among the unanswered already. */
    private int handed;

    private long nextSweep;

    /** Closes a session and makes another. */
    interface Replacement {
        Future<Void> giveUp(JCSMPSession session, String why);
    }

    Sender(
            String name,
            Context context,
            EventPublisher.Answers answers,
            PublisherObserver observer,
            Replacement replacement,
            Runnable onEnd) {
        this.observer = observer;
        this.replacement = replacement;
        this.rejections = new RejectionLog(observer, System::nanoTime);
        this.nextSweep = System.nanoTime();
        this.onEnd = onEnd;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        this.unanswered = new Unanswered(context, answers, backlog);
    }

    void start() {
        thread.start();
    }

    boolean offer(List<OutboundEvent> chunk, int capacity) {
        // One chunk more than there is room for, so that a share smaller than a chunk does not mean to stop and wait
        // for each.
        if (backlog.size() >= capacity) {
            return false;
        }
        backlog.taken(chunk.size());
        if (!inbox.add(chunk)) {
            backlog.answered(chunk.size());
            return false;
        }
        wake();
        return true;
    }

    /** What keeps events from getting on and is not the connection. Safe on any thread. */
    Optional<String> problem() {
        return Optional.ofNullable(backlog.untaken()).or(() -> Optional.ofNullable(defect));
    }

    /** Events not handed to JCSMP yet. Safe on any thread. */
    int waiting() {
        return inbox.size();
    }

    /** A session is ready; also called when the same is ready again. Safe on any thread, by one at a time. */
    void up(JCSMPSession session) throws JCSMPException {
        Line known = line;
        if (known == null || !known.isOf(session) || known.isOver()) {
            line = new Line(session, rejections, unanswered, this::wake);
        } else {
            known.readCapabilities();
        }
        up = true;
        wake();
    }

    /** The session is away: JCSMP brings it back, or another comes. Safe on any thread. */
    void down() {
        up = false;
        wake();
    }

    /**
     * What JCSMP holds it sends when the connection is back, however late that is, and it cannot be taken back: so its session goes, if
     * it holds anything of these, or may hold it. Safe on any thread.
     */
    Future<Void> discard(Set<PartitionId> partitions) {
        Line holder = used;
        if (holder == null || !unanswered.holds(partitions) && !batch.isSending(partitions)) {
            return Future.succeededFuture();
        }
        log.warn("session given up, it holds events of partitions given away partitions={}", partitions);
        return giveUp(holder, "it held events of partitions given away");
    }

    private Future<Void> giveUp(Line given, String why) {
        given.giveUp();
        Future<Void> closed = replacement.giveUp(given.session(), why);
        wake();
        return closed;
    }

    /** Whatever it is about, it is interrupted: a call to JCSMP may wait for as long as the broker is away. */
    void close() {
        closed = true;
        thread.interrupt();
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    step();
                } catch (RuntimeException | Error e) {
                    stumbled(e);
                }
            }
        } finally {
            closed = true;
            inbox.close();
            unanswered.giveUp(CLOSED);
            for (OutboundEvent event = inbox.first(); event != null; event = inbox.first()) {
                answer(event, CLOSED);
            }
            onEnd.run();
        }
    }

    /** Nobody knows how far the step got: as if the session had gone down, and then on. */
    private void stumbled(Throwable cause) {
        // Those are answered with the unanswered.
        inbox.skip(handed);
        handed = 0;
        String what = cause.getClass().getSimpleName();
        defect = "a defect of the sender (" + what + "); it tries again with another session";
        try {
            long count = defects.happened();
            if (count > 0) {
                log.error("sender defect count={} cause={}", count, what, Traces.of(cause));
            }
            Line current = used;
            if (current != null) {
                giveUp(current, "a defect of the sender");
            }
        } catch (RuntimeException | Error again) {
            log.debug("sender defect cause={}", again.getClass().getSimpleName());
        }
        rest(DEFECT_REST_NANOS);
    }

    /** The first of the inbox has its outcome without being sent. */
    private void answer(OutboundEvent first, PublishOutcome outcome) {
        unanswered.add(first, outcome);
        inbox.skip(1);
    }

    private void step() {
        Line current = line;
        if (used != null && (used.isOver() || used != current)) {
            int given = unanswered.giveUp(LOST);
            log.info("session gone for good unacknowledged={}", given);
            used = null;
        }
        boolean open = up && current != null && isOpen(current);
        OutboundEvent first = inbox.first();
        if (first == null) {
            if (open) {
                defect = null;
            }
            park();
        } else if (first.abandoned()) {
            answer(first, GIVEN_AWAY);
        } else if (!open || !begun(current)) {
            look();
        } else {
            send(current, first);
        }
    }

    /** A session that is up is of no use without its producer, and nobody else notices: there is no event of the session. */
    private boolean isOpen(Line current) {
        if (!current.isOver()) {
            return true;
        }
        if (!current.isGivenUp()) {
            replace(current, "JCSMP closed its producer: " + current.lastTrouble());
        }
        return false;
    }

    /** The supervisor of the session sees to it that this is not too often. */
    private void replace(Line current, String why) {
        defect = why;
        giveUp(current, why);
    }

    /** Waits until woken, or for a short while. Abandoned events do not wait for those in front of them. */
    private void look() {
        long now = System.nanoTime();
        if (now - nextSweep >= 0) {
            nextSweep = now + LOOK_NANOS;
            List<OutboundEvent> abandoned = inbox.takeAbandoned();
            if (!abandoned.isEmpty()) {
                unanswered.addAside(abandoned, GIVEN_AWAY);
            }
        }
        park();
    }

    private void park() {
        unanswered.tellAgain();
        LockSupport.parkNanos(this, LOOK_NANOS);
    }

    /** Waits so long, whoever wakes it, unless it is closed. */
    private void rest(long nanos) {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !closed; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /**
     * Takes a new session into use, after all answers about the former were listened to: who was told that an event may be lost has then
     * abandoned those behind it.
     */
    private boolean begun(Line current) {
        if (used == current) {
            return true;
        }
        if (!unanswered.isEmpty()) {
            return false;
        }
        used = current;
        oneByOne = 0;
        failures.newSession();
        unanswered.begin(current);
        return true;
    }

    private void send(Line current, OutboundEvent first) {
        boolean guaranteed = first.delivery().mode() == Delivery.Mode.GUARANTEED;
        if (guaranteed && !current.isGuaranteedAllowed()) {
            // JCSMP would close its producer.
            replace(current, Line.GUARANTEED_NOT_ALLOWED);
            return;
        }
        if (guaranteed && unanswered.open() > ROOM) {
            look();
            return;
        }
        int count = batch.fill(inbox, current, oneByOne > 0 ? 1 : MessageRing.SIZE);
        if (count == 0) {
            if (batch.refusal() != null) {
                answer(first, batch.refusal());
            }
            return;
        }
        if (guaranteed) {
            // Before it is sent, because the answer may be here before the call returns.
            unanswered.add(batch.events(), count, null);
            handed = count;
        }
        try {
            batch.send(current, count);
        } catch (JCSMPException | RuntimeException e) {
            failed(current, guaranteed, count, e);
            return;
        }
        if (!guaranteed) {
            unanswered.add(batch.events(), count, PublishOutcome.ACCEPTED);
        }
        inbox.skip(count);
        handed = 0;
        oneByOne = Math.max(0, oneByOne - count);
        failures.sent();
        defect = null;
    }

    /**
     * JCSMP does not say how many of the batch it took. Over a session that goes on they are sent again, one by one from the first that is
     * not certainly sent, so some may arrive twice, in order. When the session is gone for good, direct events are sent first over the
     * next one, and nobody knows about the guaranteed ones.
     */
    private void failed(Line current, boolean guaranteed, int count, Exception cause) {
        current.trouble(cause);
        boolean over = current.isOver();
        int again = guaranteed && over ? 0 : guaranteed ? unanswered.takeBack(count) : count;
        inbox.skip(count - again);
        handed = 0;
        if (closed || again == 0) {
            return;
        }
        log.debug(
                "not sent, trying again count={} first={} cause={}",
                again,
                batch.events()[count - again],
                cause.getClass().getSimpleName());
        for (int i = 0; i < again; i++) {
            observer.sentAgain();
        }
        if (over) {
            return;
        }
        oneByOne = Math.max(oneByOne, again);
        if (count == 1) {
            failedAlone(current, cause);
        }
    }

    private void failedAlone(Line current, Exception cause) {
        OutboundEvent event = batch.first();
        Failures.Verdict verdict = failures.judge(event, cause);
        String what = cause.getClass().getSimpleName();
        switch (verdict) {
            case REFUSE -> answer(event, batch.notTaken(current, cause));
            case TRY_AGAIN -> rest(LOOK_NANOS);
            case OTHER_SESSION -> {
                log.warn("JCSMP fails on a live session, which is given up record={} cause={}", event, what);
                giveUp(current, "JCSMP fails on it: " + what);
            }
            case POSTPONE ->
                answer(event, new PublishOutcome.Postponed("JCSMP fails on it, over another session, too: " + what));
        }
    }
}
