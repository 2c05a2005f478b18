package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Connection;
import io.vertx.core.Future;

/** The last resort of a revocation. */
public interface Eviction {
    /** Disconnects a client; gone already counts as done. Fails with {@link BrokerUnavailableException}. */
    Future<Void> disconnect(Connection client);
}
