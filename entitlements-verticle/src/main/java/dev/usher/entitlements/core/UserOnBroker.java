package dev.usher.entitlements.core;

/**
 * The unit of enforcement: one user's client username on one broker, with every client that is connected under it.
 *
 * @param user the user's name
 * @param broker the broker's name in the configuration
 * @param clientUsername the user's client username there
 */
public record UserOnBroker(String user, String broker, String clientUsername) {}
