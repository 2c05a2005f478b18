package dev.usher.entitlements.core.port;

import dev.usher.entitlements.core.ClientRef;
import dev.usher.entitlements.core.Connection;
import dev.usher.entitlements.core.ObservedSubscription;
import dev.usher.entitlements.core.SubscriptionLimits;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What the broker says is there. A list is complete or the Future fails: it was followed to the last page. Every Future
 * fails with {@link BrokerUnavailableException} otherwise.
 */
public interface BrokerView {
    /**
     * Makes sure that what is read here is the truth: the Message VPN is up on this broker and our own manager is among its
     * clients. A standby answers, too, and shows no clients at all. Fails with {@link BrokerUnavailableException} otherwise.
     */
    Future<Void> requireLive(Urgency urgency);

    /** Every client connected under a client username, seats or not. */
    Future<List<Connection>> clientsOf(String clientUsername, Urgency urgency);

    /** Every client of the Message VPN. */
    Future<List<Connection>> roster(Urgency urgency);

    /** The client of exactly this name; empty if there is none. */
    Future<Optional<Connection>> client(String clientName, Urgency urgency);

    /** Every connection that a client calling itself so has now, under whatever client username. */
    Future<List<Connection>> find(ClientRef client, Urgency urgency);

    /** A connection's subscription table; empty also when there surely is no client of that name any more. */
    Future<List<ObservedSubscription>> subscriptionsOf(Connection client, Urgency urgency);

    /** How many subscriptions the broker takes from clients of a client profile. */
    Future<SubscriptionLimits> limits(String clientProfile, Urgency urgency);
}
