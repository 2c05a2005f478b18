package dev.usher.entitlements.core;

import java.util.List;

/** A connected client with its whole subscription table, read to the last page. */
public record ObservedClient(Connection connection, List<ObservedSubscription> subscriptions) {
    public ObservedClient {
        subscriptions = List.copyOf(subscriptions);
    }
}
