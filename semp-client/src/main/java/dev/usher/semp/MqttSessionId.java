package dev.usher.semp;

import java.util.Objects;

/** The key of an MQTT session. */
public record MqttSessionId(String clientId, VirtualRouter router) {

    public MqttSessionId {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(router, "router");
    }
}
