package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.PublishOutcome;

/**
 * One session with its producer, from login until it goes down for good. Reconnects that JCSMP makes by itself belong to it: JCSMP then
 * sends again what the broker has not acknowledged, in order, and goes on.
 */
final class Line implements JCSMPStreamingPublishCorrelatingEventHandler {

    private final JCSMPSession session;
    private final XMLMessageProducer producer;
    private final int largestDirect;
    private final int largestGuaranteed;
    private final RejectionLog rejections;
    private final Unanswered unanswered;
    private final Runnable onTrouble;
    private volatile boolean givenUp;

    /**
     * @param unanswered gets the broker's answers; they come on JCSMP's producer dispatcher, whatever
     *     {@code MESSAGE_CALLBACK_ON_REACTOR} says
     * @param onTrouble called when JCSMP has trouble with the connection
     */
    Line(JCSMPSession session, RejectionLog rejections, Unanswered unanswered, Runnable onTrouble)
            throws JCSMPException {
        this.session = session;
        this.rejections = rejections;
        this.unanswered = unanswered;
        this.onTrouble = onTrouble;
        this.producer = session.getMessageProducer(this);
        this.largestDirect = largest(session, CapabilityType.MAX_DIRECT_MSG_SIZE);
        this.largestGuaranteed = largest(session, CapabilityType.MAX_GUARANTEED_MSG_SIZE);
    }

    /** What the broker said at the login. */
    private static int largest(JCSMPSession session, CapabilityType type) throws JCSMPException {
        return session.getCapability(type) instanceof Number bytes ? bytes.intValue() : Integer.MAX_VALUE;
    }

    boolean isOf(JCSMPSession other) {
        return session == other;
    }

    JCSMPSession session() {
        return session;
    }

    XMLMessageProducer producer() {
        return producer;
    }

    /** Nothing is to be sent over it any more; it is going to be closed. Safe on any thread. */
    void giveUp() {
        givenUp = true;
    }

    /** Whether the session went down for good, or was closed: JCSMP closes its producer then. */
    boolean isOver() {
        return givenUp || producer.isClosed();
    }

    int largest(Delivery.Mode mode) {
        return mode == Delivery.Mode.GUARANTEED ? largestGuaranteed : largestDirect;
    }

    @Override
    public void responseReceivedEx(Object key) {
        if (key != null) {
            unanswered.resolve(this, key, PublishOutcome.ACCEPTED);
        }
    }

    @Override
    public void handleErrorEx(Object key, JCSMPException cause, long timestamp) {
        if (key != null && cause instanceof JCSMPErrorResponseException nack) {
            unanswered.resolve(this, key, Nacks.outcome(nack));
        } else if (key != null) {
            unanswered.resolve(
                    this,
                    key,
                    new PublishOutcome.Unknown(
                            "JCSMP gave it up: " + cause.getClass().getSimpleName()));
        } else {
            rejections.handle(cause);
            onTrouble.run();
        }
    }
}
