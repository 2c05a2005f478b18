package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.KeptSession;
import dev.usher.entitlements.core.ObservedSubscription;
import io.vertx.core.Future;
import java.util.List;

/** Durable MQTT sessions, which hold subscriptions also while their clients are away. */
public interface KeptSessions {
    /**
     * Sessions of a client username that the broker keeps, their clients being there or not. Complete, or the Future fails with
     * {@link BrokerUnavailableException}.
     */
    Future<List<KeptSession>> of(String clientUsername, Urgency urgency);

    /** Removes a subscription from a session; absent already counts as done. The Future does not fail. */
    Future<Subscriptions.Outcome> remove(KeptSession session, ObservedSubscription subscription);

    /**
     * Deletes a session with everything stored in it, and disconnects its client; gone already counts as done. The Future does
     * not fail.
     */
    Future<Subscriptions.Outcome> delete(KeptSession session);
}
