package dev.usher.semp;

/**
 * The half of an MQTT session's key that tells which router of a redundant pair it belongs to (SEMP v2 spec,
 * mqttSessionVirtualRouter). Take it from a listed session: whether {@link #AUTO} finds a session created as {@link #PRIMARY} is
 * not documented.
 */
public enum VirtualRouter implements SempValue {
    PRIMARY("primary"),
    BACKUP("backup"),
    AUTO("auto");

    private final String text;

    VirtualRouter(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
