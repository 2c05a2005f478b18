package dev.usher.semp;

import java.util.List;

/**
 * An MQTT session as the config API has it (SEMP v2 spec, config MsgVpnMqttSession). Whether it has one for a clean session made by
 * a client is not documented: ask, and take {@link SempErrorKind#NOT_FOUND} for a no.
 */
public record MqttSessionConfig(MqttSessionId id, String owner, boolean enabled) {

    static final SempType<MqttSessionConfig> TYPE = SempType.readOnly(
            SempApi.CONFIG,
            "MsgVpnMqttSession",
            List.of(MqttSession.CLIENT_ID, MqttSession.VIRTUAL_ROUTER, MqttSession.OWNER, MqttSession.ENABLED),
            object -> new MqttSessionConfig(
                    new MqttSessionId(
                            object.nonEmpty(MqttSession.CLIENT_ID),
                            object.oneOf(MqttSession.VIRTUAL_ROUTER, VirtualRouter.class)),
                    object.string(MqttSession.OWNER),
                    object.bool(MqttSession.ENABLED)));
}
