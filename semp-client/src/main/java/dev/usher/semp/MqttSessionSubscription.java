package dev.usher.semp;

import java.util.List;
import java.util.Objects;

/**
 * A subscription of an MQTT session (SEMP v2 spec, MsgVpnMqttSessionSubscription).
 *
 * @param topic in MQTT syntax, 1..250 characters
 * @param qos 0 or 1
 */
public record MqttSessionSubscription(String topic, int qos) {
    private static final String TOPIC = "subscriptionTopic";
    private static final String QOS = "subscriptionQos";

    /** Read from the monitor API. */
    static final SempType<MqttSessionSubscription> LIVE = type(SempApi.MONITOR, List.of());

    static final SempType<MqttSessionSubscription> TYPE = type(SempApi.CONFIG, List.of(TOPIC, QOS));

    public MqttSessionSubscription {
        Objects.requireNonNull(topic, "topic");
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("qos must be 0 or 1");
        }
    }

    SempType.Body body() {
        return TYPE.body().set(TOPIC, topic).set(QOS, qos);
    }

    private static SempType<MqttSessionSubscription> type(SempApi api, List<String> writable) {
        return SempType.of(
                api,
                "MsgVpnMqttSessionSubscription",
                List.of(TOPIC, QOS),
                writable,
                object -> new MqttSessionSubscription(object.nonEmpty(TOPIC), object.within(QOS, 0, 1)));
    }
}
