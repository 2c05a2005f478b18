package dev.usher.broker.core;

/** Why a broker refuses a guaranteed message, as JCSMP maps it to subcodes. */
public enum Nack {
    SPOOL_OVER_QUOTA(503, "Spool Over Quota", false),
    NO_SUBSCRIPTION_MATCH(503, "No Subscription Match", true),
    PUBLISH_ACL_DENIED(403, "Publish ACL Denied", true),
    QUEUE_SHUTDOWN(503, "Queue Shutdown", false),
    QUEUE_NOT_FOUND(400, "Queue Not Found", true),
    DOCUMENT_TOO_LARGE(400, "Document Is Too Large", true),
    TOPIC_PARSE_ERROR(400, "Topic Parse Error", true),
    MAX_MESSAGE_USAGE_EXCEEDED(503, "Max Message Usage Exceeded", false),
    LOW_PRIORITY_MSG_CONGESTION(503, "Low Priority Msg Congestion", false),
    REPLICATION_IS_STANDBY(503, "Replication Is Standby", false);

    private final int code;
    private final String text;
    private final boolean permanent;

    Nack(int code, String text, boolean permanent) {
        this.code = code;
        this.text = text;
        this.permanent = permanent;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }

    /** Whether the same message sent again would be refused again, nobody having changed the broker. */
    public boolean isPermanent() {
        return permanent;
    }
}
