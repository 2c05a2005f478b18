package dev.usher.semp;

import java.util.List;

/**
 * The configuration of a Message VPN (SEMP v2 spec, config MsgVpn).
 *
 * @param maxSubscriptionCount of all clients and sessions together; how many there are is not public
 * @param clientEventsPublished whether connects and disconnects of clients are published on the message bus; off by default
 */
public record MsgVpn(
        String name,
        boolean enabled,
        boolean clientEventsPublished,
        long maxConnectionCount,
        long maxSubscriptionCount) {
    private static final String NAME = "msgVpnName";
    private static final String ENABLED = "enabled";
    private static final String CLIENT_EVENTS = "eventPublishClientEnabled";
    private static final String CONNECTIONS = "maxConnectionCount";
    private static final String SUBSCRIPTIONS = "maxSubscriptionCount";

    static final SempType<MsgVpn> TYPE = SempType.readOnly(
            SempApi.CONFIG,
            "MsgVpn",
            List.of(NAME, ENABLED, CLIENT_EVENTS, CONNECTIONS, SUBSCRIPTIONS),
            object -> new MsgVpn(
                    object.nonEmpty(NAME),
                    object.bool(ENABLED),
                    object.bool(CLIENT_EVENTS),
                    object.natural(CONNECTIONS),
                    object.natural(SUBSCRIPTIONS)));
}
