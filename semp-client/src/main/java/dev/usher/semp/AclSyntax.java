package dev.usher.semp;

/** In which syntax an ACL exception is written (SEMP v2 spec, subscribeTopicExceptionSyntax). */
public enum AclSyntax implements SempValue {
    SMF("smf"),
    MQTT("mqtt");

    private final String text;

    AclSyntax(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
