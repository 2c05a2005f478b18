package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.Custody;

/**
 * Everything we can do on one broker.
 *
 * @param managerUsername the client username that our requests are made under; no user may be mapped to it
 * @param adopt whether a client username that is not behind our profile may be moved there, which disconnects its clients
 */
public record BrokerGateway(
        String name,
        String managerUsername,
        boolean adopt,
        BrokerView view,
        Subscriptions subscriptions,
        KeptSessions keptSessions,
        AclProfiles aclProfiles,
        Eviction eviction,
        SeatEvents events,
        Notices notices) {
    /** What decides which client usernames are ours and which clients we can inject. */
    public Custody.Terms terms() {
        return new Custody.Terms(
                managerUsername, adopt, subscriptions.reaches(), subscriptions.way(), subscriptions.shownWhileAway());
    }
}
