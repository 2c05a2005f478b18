package dev.usher.entitlements.core.port;

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
        AclProfiles aclProfiles,
        Eviction eviction,
        SeatEvents events) {}
