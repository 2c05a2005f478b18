package dev.usher.broker.core;

/**
 * One entry of a client's subscription table.
 *
 * @param text as SEMP monitor shows it for this client
 * @param origin who added it
 * @param manager client name of the subscription manager that added it, or empty
 * @param qos 1 for an MQTT subscription that stores what it matches until it is acknowledged, else 0
 */
public record Subscription(Filter filter, String text, Origin origin, String manager, int qos) {

    public enum Origin {
        /** The client itself. */
        CLIENT,
        /** A subscription manager, on behalf of the client. */
        OBO,
        /** SEMP, through an MQTT session. */
        SEMP,
        /** The broker: the inbox below {@code #P2P}. */
        BROKER
    }
}
