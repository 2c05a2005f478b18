package dev.usher.broker.smf;

import dev.usher.broker.core.PublishOutcome;
import java.util.function.Supplier;

/**
 * The broker's side of one guaranteed publisher: which message was accepted last. It outlives the connection, so that a
 * client that comes back learns what arrived.
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

    private final String name;
    private final String username;
    private final int id;
    private final int window;
    private long lastId;
    private int unacknowledged;

    PublisherFlow(String name, String username, int id, int window, long lastId) {
        this.name = name;
        this.username = username;
        this.id = id;
        this.window = window;
        this.lastId = lastId;
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

    synchronized long lastId() {
        return lastId;
    }

    /**
     * @param previous id of the guaranteed message before this one; ids rise, but not by one
     */
    synchronized Verdict offer(long messageId, long previous, Supplier<PublishOutcome> publish) {
        if (messageId <= lastId) {
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
        return switch (outcome) {
            case OK -> new Verdict.Accepted();
            case ACL_DENIED -> new Verdict.Refused(before, messageId, 403, "Publish ACL Denied");
            case INVALID_TOPIC -> new Verdict.Refused(before, messageId, 400, "Topic Parse Error");
            case CLOSED -> {
                // Nobody will read the answer; on return the client must learn that this one did not arrive.
                lastId = before;
                yield new Verdict.OutOfOrder();
            }
        };
    }

    /** Refuses a message for good, unless it is a repetition or comes too early. */
    synchronized Verdict refuse(long messageId, long previous, int code, String text) {
        long before = lastId;
        Verdict verdict = offer(messageId, previous, () -> PublishOutcome.OK);
        return lastId == before ? verdict : new Verdict.Refused(before, messageId, code, text);
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
    }
}
