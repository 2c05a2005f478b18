package dev.usher.semp;

import java.util.List;
import java.util.Objects;

/**
 * An MQTT session as the config API has it (SEMP v2 spec, config MsgVpnMqttSession). Whether it has one for a clean session made by
 * a client is not documented: ask, and take {@link SempErrorKind#NOT_FOUND} for a no.
 *
 * @param owner the client username it belongs to; empty for a session made by management and not used yet
 * @param enabled when false its client is disconnected and kept out
 */
public record MqttSessionConfig(MqttSessionId id, String owner, boolean enabled) {
    private static final List<String> ATTRIBUTES =
            List.of(MqttSession.CLIENT_ID, MqttSession.VIRTUAL_ROUTER, MqttSession.OWNER, MqttSession.ENABLED);

    static final SempType<MqttSessionConfig> TYPE = SempType.of(
            SempApi.CONFIG,
            "MsgVpnMqttSession",
            ATTRIBUTES,
            ATTRIBUTES,
            object -> new MqttSessionConfig(
                    new MqttSessionId(
                            object.nonEmpty(MqttSession.CLIENT_ID),
                            object.oneOf(MqttSession.VIRTUAL_ROUTER, VirtualRouter.class)),
                    object.string(MqttSession.OWNER),
                    object.bool(MqttSession.ENABLED)));

    public MqttSessionConfig {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(owner, "owner");
    }

    SempType.Body body() {
        return TYPE.body()
                .set(MqttSession.CLIENT_ID, id.clientId())
                .set(MqttSession.VIRTUAL_ROUTER, id.router())
                .set(MqttSession.OWNER, owner)
                .set(MqttSession.ENABLED, enabled);
    }

    static SempType.Body enabling(boolean enabled) {
        return TYPE.body().set(MqttSession.ENABLED, enabled);
    }
}
