package dev.usher.semp;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The action API of one Message VPN. Actions are never sent twice. */
public final class VpnAction {
    private final SempCalls calls;
    private final SempLane lane;
    private final String vpn;

    VpnAction(SempCalls calls, SempLane lane, String vpn) {
        this.calls = calls;
        this.lane = lane;
        this.vpn = vpn;
    }

    /**
     * Disconnects the client that has this name now (SEMP v2 spec, action clients/{clientName}/disconnect). It may connect again at
     * once. Fails with {@link SempErrorKind#NOT_FOUND} if no client has the name; after {@link SempFailure#outcomeUnknown()} compare
     * the client's address and uptime before asking again.
     */
    public Future<Void> disconnect(String clientName) {
        SempRequest request = SempRequest.of(HttpMethod.PUT, SempPath.DISCONNECT_CLIENT, List.of(vpn, clientName))
                .body(new JsonObject());
        return calls.call(lane, request).mapEmpty();
    }
}
