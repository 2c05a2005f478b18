package dev.usher.semp;

import java.util.List;

/**
 * The queue in which the QoS 1 messages of an MQTT session wait (SEMP v2 spec, monitor MsgVpnQueue).
 *
 * @param spooledBytes what it holds; 0 when nothing waits
 * @param unacknowledged messages that were sent and may be sent again
 */
public record MqttQueue(String name, long spooledBytes, long unacknowledged) {
    private static final String NAME = "queueName";
    private static final String USAGE = "msgSpoolUsage";
    private static final String UNACKNOWLEDGED = "txUnackedMsgCount";

    static final SempType<MqttQueue> TYPE = SempType.readOnly(
            SempApi.MONITOR,
            "MsgVpnQueue",
            List.of(NAME, USAGE, UNACKNOWLEDGED),
            object -> new MqttQueue(object.nonEmpty(NAME), object.natural(USAGE), object.natural(UNACKNOWLEDGED)));

    public boolean isEmpty() {
        return spooledBytes == 0 && unacknowledged == 0;
    }
}
