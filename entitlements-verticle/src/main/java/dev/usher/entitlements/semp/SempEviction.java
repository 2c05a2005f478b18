package dev.usher.entitlements.semp;

import static dev.usher.entitlements.semp.SempFailures.missingIs;
import static dev.usher.entitlements.semp.SempFailures.ours;

import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.port.Eviction;
import dev.usher.semp.SempLane;
import dev.usher.semp.SempVpn;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Disconnects by the action API. */
public final class SempEviction implements Eviction {
    private static final Logger log = LoggerFactory.getLogger(SempEviction.class);

    private final SempVpn vpn;

    public SempEviction(SempVpn vpn) {
        this.vpn = vpn;
    }

    @Override
    public Future<Void> disconnect(Connection client) {
        return ours(vpn.in(SempLane.REVOKE)
                .action()
                .disconnect(client.clientName())
                .onSuccess(done -> log.info(
                        "client disconnected client={} clientUsername={}",
                        client.clientName(),
                        client.clientUsername()))
                .recover(missingIs(null)));
    }
}
