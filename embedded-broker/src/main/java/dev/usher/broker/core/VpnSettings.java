package dev.usher.broker.core;

/**
 * The attributes of the Message VPN that the broker acts on (SEMP v2 config, MsgVpn).
 *
 * @param clientEvents eventPublishClientEnabled: connect and disconnect events on the message bus
 * @param eventsForSmf eventPublishTopicFormatSmfEnabled: on {@code #LOG/...}
 * @param eventsForMqtt eventPublishTopicFormatMqttEnabled: on {@code $SYS/LOG/...}
 * @param subscriptionEvents eventPublishSubscriptionMode: when a subscription is made or ends
 */
public record VpnSettings(
        boolean enabled,
        boolean clientEvents,
        boolean eventsForSmf,
        boolean eventsForMqtt,
        SubscriptionEventMode subscriptionEvents,
        int maxConnectionCount,
        int maxSubscriptionCount) {

    /** What the API gives a new VPN, but enabled. */
    public static VpnSettings created() {
        return new VpnSettings(true, false, true, false, SubscriptionEventMode.OFF, 1_000, 500_000);
    }

    public VpnSettings withEnabled(boolean value) {
        return new VpnSettings(
                value,
                clientEvents,
                eventsForSmf,
                eventsForMqtt,
                subscriptionEvents,
                maxConnectionCount,
                maxSubscriptionCount);
    }

    public VpnSettings withClientEvents(boolean value) {
        return new VpnSettings(
                enabled,
                value,
                eventsForSmf,
                eventsForMqtt,
                subscriptionEvents,
                maxConnectionCount,
                maxSubscriptionCount);
    }

    public VpnSettings withEventFormats(boolean smf, boolean mqtt) {
        return new VpnSettings(
                enabled, clientEvents, smf, mqtt, subscriptionEvents, maxConnectionCount, maxSubscriptionCount);
    }

    public VpnSettings withSubscriptionEvents(SubscriptionEventMode value) {
        return new VpnSettings(
                enabled, clientEvents, eventsForSmf, eventsForMqtt, value, maxConnectionCount, maxSubscriptionCount);
    }

    public VpnSettings withMaxConnectionCount(int value) {
        return new VpnSettings(
                enabled, clientEvents, eventsForSmf, eventsForMqtt, subscriptionEvents, value, maxSubscriptionCount);
    }

    public VpnSettings withMaxSubscriptionCount(int value) {
        return new VpnSettings(
                enabled, clientEvents, eventsForSmf, eventsForMqtt, subscriptionEvents, maxConnectionCount, value);
    }
}
