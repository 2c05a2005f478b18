package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPException;
import dev.usher.bridge.core.OutboundEvent;
import dev.usher.bridge.core.PartitionId;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.Reason;
import dev.usher.bridge.core.Seldom;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one call to JCSMP, made into messages. Used by one thread, apart from {@link #isSending}. */
final class Batch {

    private static final Logger log = LoggerFactory.getLogger(Batch.class);

    /** JCSMP counts a little more for a message than payload and properties. */
    private static final int NEARLY = 1_000;

    private final Seldom refusals = new Seldom();
    private final MessageRing ring = new MessageRing();
    private final OutboundEvent[] events = new OutboundEvent[MessageRing.SIZE];
    private PublishOutcome refusal;
    /** So many are with JCSMP right now; changed by the sending thread. */
    private volatile int calling;

    OutboundEvent[] events() {
        return events;
    }

    OutboundEvent first() {
        return events[0];
    }

    /**
     * Makes messages of the events in front; one of which none can be made ends the batch.
     *
     * @return how many; 0 when none can be made of the first, and {@link #refusal} says why
     */
    int fill(Inbox inbox, Line line, int most) {
        refusal = null;
        int count = inbox.copy(events, most);
        for (int i = 0; i < count; i++) {
            PublishOutcome unfit = fill(line, i);
            if (unfit != null) {
                refusal = i == 0 ? unfit : null;
                return i;
            }
        }
        return count;
    }

    /** Null when the first was not refused, but is not to be sent any more. */
    PublishOutcome refusal() {
        return refusal;
    }

    /** @return null when there is a message */
    private PublishOutcome fill(Line line, int place) {
        int size;
        try {
            size = ring.fill(place, events[place]);
        } catch (RuntimeException e) {
            return refused("no message can be made of it", events[place], e);
        }
        int largest = line.largest(events[place].delivery().mode());
        return size > largest ? tooLarge(size, largest) : null;
    }

    /** When it throws, nobody can say how many of them JCSMP took. */
    void send(Line line, int count) throws JCSMPException {
        calling = count;
        try {
            ring.send(line.producer(), count);
        } finally {
            calling = 0;
        }
    }

    /** Whether JCSMP is being given events of these. Safe on any thread: those of a later call, seen by chance, are not abandoned. */
    boolean isSending(Set<PartitionId> partitions) {
        for (int i = 0; i < calling; i++) {
            if (partitions.contains(events[i].record().partition())) {
                return true;
            }
        }
        return false;
    }

    /** What becomes of the first, which JCSMP did not take although it was alone. */
    PublishOutcome notTaken(Line line, Exception cause) {
        int size = ring.fill(0, events[0]);
        int largest = line.largest(events[0].delivery().mode());
        return size > largest - NEARLY ? tooLarge(size, largest) : refused("JCSMP does not take it", events[0], cause);
    }

    private static PublishOutcome tooLarge(int size, int largest) {
        return new PublishOutcome.Rejected(
                Reason.MESSAGE_TOO_LARGE, "it has " + size + " bytes, this broker takes " + largest);
    }

    private PublishOutcome refused(String why, OutboundEvent event, Exception cause) {
        String what = cause.getClass().getSimpleName();
        long count = refusals.happened();
        if (count > 0) {
            log.warn("event refused count={} record={} why={} cause={}", count, event, why, what);
        }
        return new PublishOutcome.Rejected(Reason.PUBLISH_REJECTED, why + ": " + what);
    }
}
