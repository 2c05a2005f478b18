package dev.usher.broker.core;

/**
 * One topic (or share-name) exception of an ACL profile. The text is kept as given, substitution variables included.
 *
 * @param syntax how {@code topic} is spelled
 * @param topic 1 to 250 characters, may hold wildcards and {@code $client-username} or {@code $client-id}
 */
public record AclExemption(Syntax syntax, String topic) {

    /** SEMP v2 config, MsgVpnAclProfileSubscribeTopicException.subscribeTopicExceptionSyntax. */
    public enum Syntax {
        SMF,
        MQTT;

        public String sempText() {
            return this == SMF ? "smf" : "mqtt";
        }
    }

    public AclExemption {
        if (topic.isEmpty() || topic.length() > 250) {
            throw new IllegalArgumentException("exception topic must have 1 to 250 characters");
        }
        if (syntax == Syntax.SMF && ("/" + topic + "/").contains("//")) {
            throw new IllegalArgumentException("an smf exception cannot have an empty level");
        }
    }

    public static AclExemption smf(String topic) {
        return new AclExemption(Syntax.SMF, topic);
    }

    public static AclExemption mqtt(String topic) {
        return new AclExemption(Syntax.MQTT, topic);
    }
}
