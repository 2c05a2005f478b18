package dev.usher.semp;

import java.util.List;
import java.util.Optional;

/**
 * An MQTT session, connected or kept while its client is away (SEMP v2 spec, monitor MsgVpnMqttSession).
 *
 * @param clientName the name of its connected client; empty while nobody is connected
 * @param owner the client username it belongs to; empty for a session made by management and not used yet
 * @param durable kept when its client disconnects
 * @param clean made anew for its current connection
 * @param queueName where its QoS 1 messages wait, see {@link VpnMonitor#mqttQueue}; empty while it has no queue
 */
public record MqttSession(
        MqttSessionId id,
        Optional<String> clientName,
        String owner,
        boolean enabled,
        boolean durable,
        boolean clean,
        boolean createdByManagement,
        Optional<String> queueName) {

    public static final String CLIENT_ID = "mqttSessionClientId";
    public static final String OWNER = "owner";
    public static final String DURABLE = "durable";
    static final String VIRTUAL_ROUTER = "mqttSessionVirtualRouter";
    static final String ENABLED = "enabled";
    private static final String CLIENT_NAME = "clientName";
    private static final String CLEAN = "clean";
    private static final String BY_MANAGEMENT = "createdByManagement";
    private static final String QUEUE_NAME = "queueName";

    static final SempType<MqttSession> TYPE = SempType.readOnly(
            SempApi.MONITOR,
            "MsgVpnMqttSession",
            List.of(CLIENT_ID, VIRTUAL_ROUTER, CLIENT_NAME, OWNER, ENABLED, DURABLE, CLEAN, BY_MANAGEMENT, QUEUE_NAME),
            MqttSession::decode);

    private static MqttSession decode(SempObject object) {
        return new MqttSession(
                new MqttSessionId(object.nonEmpty(CLIENT_ID), object.oneOf(VIRTUAL_ROUTER, VirtualRouter.class)),
                object.optionalString(CLIENT_NAME),
                object.string(OWNER),
                object.bool(ENABLED),
                object.bool(DURABLE),
                object.bool(CLEAN),
                object.bool(BY_MANAGEMENT),
                object.optionalString(QUEUE_NAME));
    }
}
