package dev.usher.broker.core;

/**
 * What management may set of an MQTT session (SEMP v2 config, MsgVpnMqttSession).
 *
 * @param enabled a disabled session has no client, discards what QoS 0 subscriptions match and stores what those with QoS 1 match
 * @param owner the client username it belongs to; empty for one made by management and not used yet
 * @param maxSpoolMegabytes queueMaxMsgSpoolUsage; this broker's own ceiling is lower
 * @param maxUnacknowledged queueMaxDeliveredUnackedMsgsPerFlow: the in-flight limit
 */
public record MqttSessionSettings(boolean enabled, String owner, long maxSpoolMegabytes, int maxUnacknowledged) {

    public MqttSessionSettings {
        if (owner.length() > 189 || maxSpoolMegabytes < 0 || maxUnacknowledged < 1) {
            throw new IllegalArgumentException("MQTT session: value out of range");
        }
    }

    /** What an API-created session starts as: disabled and without an owner. */
    public static MqttSessionSettings created() {
        return new MqttSessionSettings(false, "", 5_000, 10_000);
    }

    public MqttSessionSettings withEnabled(boolean value) {
        return new MqttSessionSettings(value, owner, maxSpoolMegabytes, maxUnacknowledged);
    }

    public MqttSessionSettings withOwner(String value) {
        return new MqttSessionSettings(enabled, value, maxSpoolMegabytes, maxUnacknowledged);
    }

    public MqttSessionSettings withMaxSpoolMegabytes(long value) {
        return new MqttSessionSettings(enabled, owner, value, maxUnacknowledged);
    }

    public MqttSessionSettings withMaxUnacknowledged(int value) {
        return new MqttSessionSettings(enabled, owner, maxSpoolMegabytes, value);
    }
}
