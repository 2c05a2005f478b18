package dev.usher.broker.core;

/** The answer to "subscribe (unsubscribe) that client", with the code and text an SMF client maps to its subcodes. */
public enum OboOutcome {
    OK(200, "OK"),
    ALREADY_EXISTS(400, "Subscription Already Exists"),
    NOT_FOUND(400, "Subscription Not Found"),
    UNKNOWN_CLIENT(404, "Unknown Client Name"),
    MANAGER_DENIED(403, "Subscription Manager Denied"),
    ACL_DENIED(403, "Subscription ACL Denied"),
    PERMISSION_NOT_ALLOWED(403, "Permission Not Allowed"),
    INVALID(400, "Subscription Parse Error"),
    TOO_MANY(400, "Max Num Subscriptions Exceeded"),
    CONFLICT(400, "Subscription Attributes Conflict With Existing Subscription"),
    OUT_OF_RESOURCES(400, "Not Enough Space");

    private final int smfCode;
    private final String smfText;

    OboOutcome(int smfCode, String smfText) {
        this.smfCode = smfCode;
        this.smfText = smfText;
    }

    public int smfCode() {
        return smfCode;
    }

    public String smfText() {
        return smfText;
    }
}
