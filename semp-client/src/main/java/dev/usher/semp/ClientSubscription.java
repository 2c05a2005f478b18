package dev.usher.semp;

import java.util.List;

/**
 * A subscription of a connected client (SEMP v2 spec, MsgVpnClientSubscription).
 *
 * @param topic as the broker spells it; which syntax it uses for an MQTT client is not documented
 */
public record ClientSubscription(String clientName, String topic) {
    private static final String CLIENT_NAME = "clientName";
    private static final String TOPIC = "subscriptionTopic";

    static final SempType<ClientSubscription> TYPE = SempType.readOnly(
            SempApi.MONITOR,
            "MsgVpnClientSubscription",
            List.of(CLIENT_NAME, TOPIC),
            object -> new ClientSubscription(object.nonEmpty(CLIENT_NAME), object.nonEmpty(TOPIC)));
}
