package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import dev.usher.bridge.core.EventPublisher;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events over one or several JCSMP sessions, each with a thread of its own: JCSMP blocks when the network does (Solace docs,
 * JCSMP API: Direct Messages), which no event loop may. A partition always goes over the same session, so its order holds.
 *
 * <p>Direct: an event is answered when JCSMP has written it. Messages written to the socket just before the connection goes are counted
 * as accepted and may be lost: that is what direct delivery means. Those of the call during which it goes, up to 50, are sent first when
 * it is back and may arrive twice.
 *
 * <p>Guaranteed: an event is answered when the broker has acknowledged or refused it. A connection that breaks and comes back is
 * JCSMP's affair: it sends again what is not acknowledged. When it gives the session up, or the broker has forgotten the publisher's flow, events may arrive twice,
 * and those without an answer are answered {@link PublishOutcome.Unknown}, in order.
 */
public final class SolacePublisher implements EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(SolacePublisher.class);

    private static final long CLOSE_MS = 3_000;

    private final Context context;
    private final int capacity;
    private final Sender[] senders;
    private final AtomicInteger running = new AtomicInteger();
    private final Promise<Void> ended = Promise.promise();
    private volatile Sessions sessions = Sessions.NONE;
    private Answers answers;
    private volatile boolean closed;

    /**
     * @param context where answers are given
     * @param capacity how many events without an answer {@link #offer} takes, shared evenly by the sessions; the last chunk that one takes
     *     may exceed its share
     */
    public SolacePublisher(Context context, int capacity, int sessions, PublisherObserver observer) {
        if (sessions < 1) {
            throw new IllegalArgumentException("there must be at least one session: " + sessions);
        }
        this.context = context;
        this.capacity = Math.max(1, capacity / sessions);
        this.senders = IntStream.range(0, sessions)
                .mapToObj(i -> new Sender(
                        "usher-bridge-sender-" + i,
                        context,
                        this::settled,
                        observer,
                        (session, why) -> this.sessions.giveUp(i, session, why),
                        this::ended))
                .toArray(Sender[]::new);
    }

    /** Begins to send; events wait until their session is {@linkplain #up}. */
    public void start(Answers target) {
        answers = target;
        running.set(senders.length);
        for (Sender sender : senders) {
            sender.start();
        }
    }

    private void settled(List<OutboundEvent> events, PublishOutcome outcome) {
        answers.settled(events, outcome);
    }

    private void ended() {
        if (running.decrementAndGet() == 0) {
            context.runOnContext(v -> ended.tryComplete());
        }
    }

    /** To be called before the first session is up. */
    void use(Sessions made) {
        sessions = made;
    }

    public int sessions() {
        return senders.length;
    }

    /**
     * A session is ready; also called when the same session is ready again. Safe on any thread, by one at a time for each index.
     *
     * @param index from 0 to {@link #sessions} - 1
     * @throws JCSMPException when the session gives no producer, which means it is of no use
     */
    public void up(int index, JCSMPSession session) throws JCSMPException {
        senders[index].up(session);
    }

    /** The session is away. Safe on any thread. */
    public void down(int index) {
        senders[index].down();
    }

    @Override
    public boolean offer(List<OutboundEvent> events) {
        if (events.isEmpty()) {
            return true;
        }
        return senderOf(events.get(0).record().partition()).offer(events, capacity);
    }

    private Sender senderOf(PartitionId partition) {
        return senders[Math.floorMod(31 * partition.topic().hashCode() + partition.partition(), senders.length)];
    }

    /** Why events do not get on although the sessions are up; empty when they do. Safe on any thread. */
    public Optional<String> problem() {
        return Arrays.stream(senders)
                .map(Sender::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Events taken and not yet in the hands of JCSMP. Safe on any thread. */
    public int queued() {
        int sum = 0;
        for (Sender sender : senders) {
            sum += sender.waiting();
        }
        return sum;
    }

    /** A session that holds something of these partitions is closed, and another made. */
    @Override
    public Future<Void> discard(Set<PartitionId> partitions) {
        return Future.join(Arrays.stream(senders)
                        .map(sender -> sender.discard(partitions))
                        .toList())
                .mapEmpty();
    }

    @Override
    public Future<Void> close() {
        if (!closed) {
            closed = true;
            if (running.get() == 0) {
                ended.tryComplete();
            }
            for (Sender sender : senders) {
                sender.close();
            }
            context.runOnContext(v -> context.owner().setTimer(CLOSE_MS, timeout -> {
                if (ended.tryComplete()) {
                    // It sits in a socket write, which ends when the session is closed.
                    log.warn("sender still busy");
                }
            }));
        }
        return ended.future();
    }
}
