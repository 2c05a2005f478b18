package dev.usher.dev;

/**
 * Where everything listens, on loopback; 0 takes any free port.
 *
 * @param kafka the Kafka broker
 * @param smf the embedded broker for JCSMP
 * @param smfWebSocket the embedded broker for browsers that use solclientjs
 * @param mqttWebSocket the embedded broker for browsers that use MQTT
 * @param semp the embedded broker's management
 * @param api the entitlements API
 * @param entitlementsManagement liveness, readiness and metrics of the entitlements service
 * @param bridgeManagement the same of the bridge
 */
public record DevPorts(
        int kafka,
        int smf,
        int smfWebSocket,
        int mqttWebSocket,
        int semp,
        int api,
        int entitlementsManagement,
        int bridgeManagement) {
    /** The ports that Kafka and PubSub+ have by default, and ours. */
    public static final DevPorts STANDARD = new DevPorts(9092, 55555, 8008, 8000, 8080, 8090, 8091, 8092);

    /** Any free ports. */
    public static final DevPorts ANY = new DevPorts(0, 0, 0, 0, 0, 0, 0, 0);
}
