package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PublishOutcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events as direct messages, in the order offered, from one thread of its own: JCSMP blocks when the network does
 * (Solace docs, JCSMP API: Direct Messages), which no event loop may.
 *
 * <p>When the connection goes, the event that was being sent is kept and sent first on the next session. JCSMP does not say
 * whether the broker got it, so it may arrive twice. Messages written to the socket just before are counted as accepted and may be
 * lost: that is what direct delivery means.
 */
public final class SolacePublisher implements EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(SolacePublisher.class);

    /** Answers are brought to the context for up to so many events at a time; only events already waiting form a chunk. */
    static final int CHUNK = 64;

    /** An event that JCSMP refuses so often on a live session is not the connection's fault. */
    private static final int REFUSALS = 3;

    private static final int TOPICS = 20_000;
    private static final long RETRY_MS = 100;
    private static final long CLOSE_SECONDS = 3;

    private final Context context;
    private final BlockingQueue<OutboundEvent> queue;
    private final PublisherObserver observer;
    private final DirectMessage message = new DirectMessage();
    private final TopicCache topics = new TopicCache(TOPICS);
    private final Promise<Void> ended = Promise.promise();
    private final Object monitor = new Object();
    private final Thread thread;

    private Answers answers;
    private JCSMPSession lastSession;
    private XMLMessageProducer lastProducer;
    /** Guarded by {@link #monitor}; null while the session is away. */
    private XMLMessageProducer producer;

    private volatile boolean closed;

    /**
     * @param context where answers are given
     * @param queueSize how many events {@link #offer} takes ahead of the sender, who holds one chunk at most
     */
    public SolacePublisher(Context context, int queueSize, PublisherObserver observer) {
        this.context = context;
        this.queue = new ArrayBlockingQueue<>(queueSize);
        this.observer = observer;
        this.thread = new Thread(this::run, "usher-bridge-sender");
        thread.setDaemon(true);
    }

    /** Begins to send; events wait until a session is {@linkplain #up}. */
    public void start(Answers target) {
        answers = target;
        thread.start();
    }

    /**
     * A session is ready; also called when the same session is ready again. Safe on any thread, by one at a time.
     *
     * @throws JCSMPException when the session gives no producer, which means it is of no use
     */
    public void up(JCSMPSession session) throws JCSMPException {
        if (session != lastSession || lastProducer.isClosed()) {
            lastProducer = session.getMessageProducer(new RejectionLog(observer, System::nanoTime));
            lastSession = session;
        }
        synchronized (monitor) {
            producer = lastProducer;
            monitor.notifyAll();
        }
    }

    /** The session is gone. Safe on any thread. */
    public void down() {
        synchronized (monitor) {
            producer = null;
        }
    }

    @Override
    public boolean offer(OutboundEvent event) {
        return !closed && queue.offer(event);
    }

    /** Events taken and not yet in the hands of the sender. Safe on any thread. */
    public int queued() {
        return queue.size();
    }

    @Override
    public Future<Void> close() {
        if (!closed) {
            closed = true;
            if (!thread.isAlive()) {
                ended.tryComplete();
            }
            thread.interrupt();
        }
        return ended.future().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).recover(cause -> {
            // It sits in a socket write, which ends when the session is closed.
            log.warn("sender still busy");
            return Future.succeededFuture();
        });
    }

    private void run() {
        Run run = new Run();
        try {
            List<OutboundEvent> chunk = new ArrayList<>(CHUNK);
            while (!closed) {
                chunk.add(queue.take());
                queue.drainTo(chunk, CHUNK - 1);
                for (OutboundEvent event : chunk) {
                    run.add(event, send(event, run));
                }
                chunk.clear();
                run.answer();
            }
        } catch (InterruptedException e) {
            // Closed.
        } finally {
            run.answer();
            giveBack();
            ended.tryComplete();
        }
    }

    private void giveBack() {
        List<OutboundEvent> left = new ArrayList<>();
        queue.drainTo(left);
        if (!left.isEmpty()) {
            context.runOnContext(v -> answers.settled(left, new PublishOutcome.Unknown("closed before it was sent")));
        }
    }

    private PublishOutcome send(OutboundEvent event, Run run) {
        int refusals = 0;
        while (true) {
            if (closed) {
                return new PublishOutcome.Unknown("closed before it was sent");
            }
            if (event.abandoned()) {
                return new PublishOutcome.Unknown("the partition was given away");
            }
            XMLMessageProducer current = current(run);
            if (current == null) {
                continue;
            }
            try {
                current.send(message.fill(event), topics.get(event.topic().text()));
                return PublishOutcome.ACCEPTED;
            } catch (JCSMPException | RuntimeException e) {
                boolean live = stillCurrent(current);
                if (live && !ConnectionTrouble.is(e) && ++refusals >= REFUSALS) {
                    log.warn("event refused by JCSMP record={} cause={}", event, e.toString());
                    return new PublishOutcome.Rejected(
                            "JCSMP refused it: " + e.getClass().getSimpleName());
                }
                log.debug("event not sent, trying again record={} cause={}", event, e.toString());
                observer.sentAgain();
                run.answer();
                pause();
            }
        }
    }

    /** The producer of the session that is up; null after a while without one. */
    private XMLMessageProducer current(Run run) {
        synchronized (monitor) {
            if (producer != null) {
                return producer;
            }
        }
        run.answer();
        pause();
        synchronized (monitor) {
            return producer;
        }
    }

    private boolean stillCurrent(XMLMessageProducer used) {
        synchronized (monitor) {
            return producer == used && !used.isClosed();
        }
    }

    /** Short enough to notice soon that an event was abandoned or the publisher closed. */
    private void pause() {
        synchronized (monitor) {
            try {
                monitor.wait(RETRY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Consecutive events with the same outcome, answered together. */
    private final class Run {
        private List<OutboundEvent> events = new ArrayList<>(CHUNK);
        private PublishOutcome outcome;

        void add(OutboundEvent event, PublishOutcome result) {
            if (!events.isEmpty() && !result.equals(outcome)) {
                answer();
            }
            outcome = result;
            events.add(event);
        }

        void answer() {
            if (events.isEmpty()) {
                return;
            }
            List<OutboundEvent> answered = events;
            PublishOutcome result = outcome;
            events = new ArrayList<>(CHUNK);
            context.runOnContext(v -> answers.settled(answered, result));
        }
    }
}
