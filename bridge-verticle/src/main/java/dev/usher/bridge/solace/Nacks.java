package dev.usher.bridge.solace;

import com.solacesystems.jcsmp.JCSMPErrorResponseException;
import com.solacesystems.jcsmp.JCSMPErrorResponseSubcodeEx;
import dev.usher.bridge.core.PublishOutcome;
import dev.usher.bridge.core.Reason;

/**
 * What it means when a broker refuses a guaranteed message (JCSMP Javadoc, JCSMPErrorResponseSubcodeEx). What sending again may cure
 * must not become a dead letter, so whatever is not known to last is for now.
 */
final class Nacks {

    private static final int LONGEST_PHRASE = 100;

    private Nacks() {}

    static PublishOutcome outcome(JCSMPErrorResponseException nack) {
        String detail = detail(nack);
        return switch (nack.getSubcodeEx()) {
            case JCSMPErrorResponseSubcodeEx.MESSAGE_TOO_LARGE ->
                new PublishOutcome.Rejected(Reason.MESSAGE_TOO_LARGE, detail);
            case JCSMPErrorResponseSubcodeEx.INVALID_TOPIC_SYNTAX,
                    JCSMPErrorResponseSubcodeEx.PUBLISH_ACL_DENIED,
                    JCSMPErrorResponseSubcodeEx.QUEUE_NOT_FOUND,
                    JCSMPErrorResponseSubcodeEx.NO_SUBSCRIPTION_MATCH ->
                new PublishOutcome.Rejected(Reason.PUBLISH_REJECTED, detail);
            case JCSMPErrorResponseSubcodeEx.SPOOL_OVER_QUOTA,
                    JCSMPErrorResponseSubcodeEx.QUEUE_SHUTDOWN,
                    JCSMPErrorResponseSubcodeEx.MAX_MESSAGE_USAGE_EXCEEDED,
                    JCSMPErrorResponseSubcodeEx.LOW_PRIORITY_MSG_CONGESTION,
                    JCSMPErrorResponseSubcodeEx.REPLICATION_IS_STANDBY -> new PublishOutcome.Postponed(detail);
            default -> byCode(nack.getResponseCode(), detail);
        };
    }

    private static PublishOutcome byCode(int code, String detail) {
        return code == 400 || code == 403
                ? new PublishOutcome.Rejected(Reason.PUBLISH_REJECTED, detail)
                : new PublishOutcome.Postponed(detail);
    }

    private static String detail(JCSMPErrorResponseException nack) {
        return "the broker refused it: " + nack.getResponseCode() + " " + phrase(nack);
    }

    /** What the broker said, without the topic that JCSMP may append: it is made of field values. */
    static String phrase(JCSMPErrorResponseException nack) {
        String phrase = String.valueOf(nack.getResponsePhrase());
        int topic = phrase.indexOf(" - Topic");
        int end = Math.min(topic < 0 ? phrase.length() : topic, LONGEST_PHRASE);
        return phrase.substring(0, end);
    }
}
