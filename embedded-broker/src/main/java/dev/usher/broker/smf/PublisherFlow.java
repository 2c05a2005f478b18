package dev.usher.broker.smf;

import dev.usher.broker.core.PublishOutcome;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The broker's side of one guaranteed publisher: which message was taken last and which were refused. It outlives the
 * connection, so that a client that comes back learns what arrived, and of nothing that it did when it did not.
 */
final class PublisherFlow {

    /** What to send back for one message. */
    sealed interface Verdict {
        /** Accepted, or accepted before: acknowledge when convenient. */
        record Accepted() implements Verdict {}

        /** Something before it is missing; the client sends again what is not acknowledged. */
        record OutOfOrder() implements Verdict {}

        /** Refused for good; the flow goes on with the next one. */
        record Refused(long acknowledgedBefore, long id, int code, String text) implements Verdict {}
    }

    private static final int MAX_WINDOW = 256;

    private final String name;
    private final String username;
    private final int id;
    private final int window;
    private long lastId;
    private int unacknowledged;
    /** Ids accepted since the last acknowledgement, no more than a window. */
    private final long[] recent = new long[MAX_WINDOW];

    private int recentCount;
    private long lastAcknowledged;
    /**
     * Those that the client may not have heard of, no more than a window: acknowledging past one would make a success of it.
     */
    private final NavigableMap<Long, Verdict.Refused> refusals = new TreeMap<>();
    /** Up to here the client of this connection knows of every refusal, or is about to be told. */
    private long toldTo;
    /** The connection that opened it last, null when that has gone. */
    private Object user;

    PublisherFlow(String name, String username, int id, int window, long lastId) {
        this.name = name;
        this.username = username;
        this.id = id;
        this.window = window;
        this.lastId = lastId;
        this.lastAcknowledged = lastId;
        this.toldTo = lastId;
    }

    String name() {
        return name;
    }

    String username() {
        return username;
    }

    int id() {
        return id;
    }

    int window() {
        return window;
    }

    /** Up to here everything was accepted, or its refusal told. */
    synchronized long acknowledgeable() {
        Map.Entry<Long, Verdict.Refused> untold = refusals.higherEntry(toldTo);
        return untold == null ? lastId : untold.getValue().acknowledgedBefore();
    }

    /**
     * A client has come back, who heard of everything up to a message. What was refused behind it is told again when it
     * is sent again.
     */
    synchronized void resumed(long heardTo) {
        refusals.headMap(heardTo, true).clear();
        toldTo = heardTo;
    }

    /** Whether {@link #offer} would publish it: it is no repetition and nothing before it is missing. */
    synchronized boolean isNext(long messageId, long previous) {
        return messageId > lastId && previous == lastId;
    }

    synchronized void usedBy(Object connection) {
        user = connection;
    }

    synchronized void leftBy(Object connection) {
        if (user == connection) {
            user = null;
        }
    }

    synchronized boolean isInUse() {
        return user != null;
    }

    /**
     * @param previous id of the guaranteed message before this one; ids rise, but not by one
     */
    synchronized Verdict offer(long messageId, long previous, Supplier<PublishOutcome> publish) {
        if (messageId <= lastId) {
            toldTo = Math.max(toldTo, messageId);
            Verdict.Refused refused = refusals.get(messageId);
            if (refused != null) {
                return refused;
            }
            unacknowledged++;
            return new Verdict.Accepted();
        }
        if (previous != lastId) {
            return new Verdict.OutOfOrder();
        }
        long before = lastId;
        lastId = messageId;
        PublishOutcome outcome = publish.get();
        unacknowledged++;
        if (recentCount < MAX_WINDOW) {
            recent[recentCount++] = messageId;
        }
        if (outcome != PublishOutcome.CLOSED) {
            // Who goes on behind a refusal has heard of it.
            toldTo = messageId;
        }
        return switch (outcome) {
            case OK -> new Verdict.Accepted();
            case ACL_DENIED -> refused(before, messageId, 403, "Publish ACL Denied");
            case INVALID_TOPIC -> refused(before, messageId, 400, "Topic Parse Error");
            case NO_SUBSCRIPTION_MATCH -> refused(before, messageId, 503, "No Subscription Match");
            case CLOSED -> {
                // Nobody will read the answer; on return the client must learn that this one did not arrive.
                lastId = before;
                recentCount--;
                yield new Verdict.OutOfOrder();
            }
        };
    }

    /** Refuses a message for good, unless it is a repetition or comes too early. */
    synchronized Verdict refuse(long messageId, long previous, int code, String text) {
        long before = lastId;
        Verdict verdict = offer(messageId, previous, () -> PublishOutcome.OK);
        return lastId == before ? verdict : refused(before, messageId, code, text);
    }

    /** Kept, because the client repeats a message whose refusal it did not hear of. */
    private Verdict refused(long before, long messageId, int code, String text) {
        Verdict.Refused refused = new Verdict.Refused(before, messageId, code, text);
        refusals.put(messageId, refused);
        if (refusals.size() > MAX_WINDOW) {
            // So many later ones the client would not have sent without having heard of it.
            refusals.pollFirstEntry();
        }
        return refused;
    }

    synchronized boolean hasUnacknowledged() {
        return unacknowledged > 0;
    }

    /** A third of the window is waiting for its acknowledgement. */
    synchronized boolean isAckDue() {
        return unacknowledged >= Math.max(1, window / 3);
    }

    synchronized void acknowledged() {
        unacknowledged = 0;
        recentCount = 0;
        lastAcknowledged = lastId;
    }

    /** The message accepted last is not going to be acknowledged by itself. */
    synchronized void acknowledgementLost() {
        unacknowledged = Math.max(0, unacknowledged - 1);
    }

    /** The broker no longer has the messages it accepted last, of those it did not acknowledge. */
    synchronized void loseLast(int messages) {
        recentCount = Math.max(0, recentCount - messages);
        lastId = recentCount == 0 ? lastAcknowledged : recent[recentCount - 1];
        unacknowledged = recentCount;
        refusals.tailMap(lastId, false).clear();
        toldTo = Math.min(toldTo, lastId);
    }
}
