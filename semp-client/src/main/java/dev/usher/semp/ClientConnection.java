package dev.usher.semp;

import java.time.Duration;
import java.util.List;

/**
 * A transport connection of a client (SEMP v2 spec, MsgVpnClientConnection).
 *
 * @param address IP address and port of the client
 * @param uptime since the connection was made, whole seconds
 */
public record ClientConnection(String clientName, String address, Duration uptime) {
    private static final String CLIENT_NAME = "clientName";
    private static final String ADDRESS = "clientAddress";
    private static final String UPTIME = "uptime";

    static final SempType<ClientConnection> TYPE = SempType.readOnly(
            SempApi.MONITOR,
            "MsgVpnClientConnection",
            List.of(CLIENT_NAME, ADDRESS, UPTIME),
            object -> new ClientConnection(
                    object.nonEmpty(CLIENT_NAME),
                    object.nonEmpty(ADDRESS),
                    Duration.ofSeconds(object.natural(UPTIME))));
}
