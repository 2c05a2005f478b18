package dev.usher.probes;

/** Where a fact belongs; the order of a report. */
public enum Area {
    LOGIN("Logins and names"),
    ACL("Subscriptions and access control"),
    ON_BEHALF("On behalf of"),
    MESSAGES("Messages and topics"),
    MQTT("MQTT"),
    SESSIONS("MQTT sessions"),
    SEMP("SEMP v2"),
    EVENTS("Message-bus events");

    private final String title;

    Area(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
