package dev.usher.semp;

import java.util.List;

/**
 * The configuration of a Message VPN (SEMP v2 spec, config MsgVpn).
 *
 * @param clientEventsPublished whether connects and disconnects of clients are published on the message bus; off by default
 */
public record MsgVpn(String name, boolean enabled, boolean clientEventsPublished) {
    private static final String NAME = "msgVpnName";
    private static final String ENABLED = "enabled";
    private static final String CLIENT_EVENTS = "eventPublishClientEnabled";

    static final SempType<MsgVpn> TYPE = SempType.readOnly(
            SempApi.CONFIG,
            "MsgVpn",
            List.of(NAME, ENABLED, CLIENT_EVENTS),
            object -> new MsgVpn(object.nonEmpty(NAME), object.bool(ENABLED), object.bool(CLIENT_EVENTS)));
}
