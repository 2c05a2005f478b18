package dev.usher.broker.core;

/**
 * How much the queue of one MQTT session holds and hands out.
 *
 * @param messages messages held, those in flight included
 * @param bytes topics and payloads held; 0 holds the newest message only, whatever its size (SEMP v2 spec,
 *     MsgVpnMqttSession.queueMaxMsgSpoolUsage)
 * @param inFlight messages sent and not acknowledged, 1 to 65,535
 */
public record MqttQueueLimits(int messages, long bytes, int inFlight) {

    /** What this broker allows a session, whatever its attributes say: everything is in memory. */
    public static final MqttQueueLimits CEILING = new MqttQueueLimits(10_000, 32_000_000, 65_535);

    public MqttQueueLimits {
        if (messages < 1 || bytes < 0 || inFlight < 1 || inFlight > 65_535) {
            throw new IllegalArgumentException("MQTT queue limits out of range");
        }
    }

    MqttQueueLimits atMost(long otherBytes, int otherInFlight) {
        return new MqttQueueLimits(
                messages, Math.min(bytes, otherBytes), Math.max(1, Math.min(inFlight, otherInFlight)));
    }
}
