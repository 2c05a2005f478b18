package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.CapabilityType;
import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPException;
import com.solacesystems.jcsmp.JCSMPSession;
import com.solacesystems.jcsmp.JCSMPStreamingPublishCorrelatingEventHandler;
import com.solacesystems.jcsmp.StaleSessionException;
import com.solacesystems.jcsmp.XMLMessageProducer;
import dev.usher.bridge.core.Delivery;
import dev.usher.bridge.core.PublishOutcome;

/**
 * One session with its producer, from login until it goes down for good. Reconnects that JCSMP makes by itself belong to it: JCSMP then
 * sends again what the broker has not acknowledged, in order, and goes on.
 */
final class Line implements JCSMPStreamingPublishCorrelatingEventHandler {

    /** The broker tells at the login, so it takes another one to learn that it was changed. */
    static final String GUARANTEED_NOT_ALLOWED =
            "the broker does not let this client send guaranteed messages, they wait: set allowGuaranteedMsgSendEnabled"
                    + " in its client profile, and see that the message spool is on";

    private final JCSMPSession session;
    private final XMLMessageProducer producer;
    private final RejectionLog rejections;
    private final Unanswered unanswered;
    private final Runnable onTrouble;
    private volatile int largestDirect;
    private volatile int largestGuaranteed;
    private volatile boolean guaranteedAllowed;
    private volatile boolean givenUp;
    private volatile Throwable lastTrouble;

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
        readCapabilities();
    }

    /** What the broker said at the login. It may be another broker each time that JCSMP brings the session back. */
    void readCapabilities() throws JCSMPException {
        largestDirect = largest(session, CapabilityType.MAX_DIRECT_MSG_SIZE);
        largestGuaranteed = largest(session, CapabilityType.MAX_GUARANTEED_MSG_SIZE);
        guaranteedAllowed = session.isCapable(CapabilityType.PUB_GUARANTEED);
    }

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

    boolean isGivenUp() {
        return givenUp;
    }

    /**
     * Whether nothing can be sent over it any more. JCSMP closes its producer when the session goes down for good or is closed, and also
     * over a session that stays up: when the broker closes the publisher's flow, and after nearly every exception of sending.
     */
    boolean isOver() {
        return givenUp || producer.isClosed();
    }

    /** What JCSMP complained of, but for answers to single messages. That it is closed already says less than why it was. */
    void trouble(Throwable cause) {
        if (!(cause instanceof StaleSessionException)) {
            lastTrouble = cause;
        } else if (lastTrouble == null) {
            lastTrouble = cause.getCause() == null ? cause : cause.getCause();
        }
    }

    /** Of what class {@link #trouble} was. */
    String lastTrouble() {
        Throwable last = lastTrouble;
        return last == null ? "no reason given" : last.getClass().getSimpleName();
    }

    /** Whether the client profile lets it send guaranteed messages. */
    boolean isGuaranteedAllowed() {
        return guaranteedAllowed;
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
            if (!(cause instanceof JCSMPErrorResponseException)) {
                trouble(cause);
            }
            rejections.handle(cause);
            onTrouble.run();
        }
    }
}
